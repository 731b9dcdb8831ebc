using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>The CPU engine's kernels by themselves, with BenchmarkDotNet.</summary>
internal static class KernelBenchmark
{
    // Many and short: on a machine that others use too some of them are undisturbed.
    private const int Iterations = 15;
    private const int IterationMilliseconds = 150;
    private const int ShapeColumn = 40;

    public static Command CreateCommand()
    {
        var filter = new Option<string>("--filter") { DefaultValueFactory = _ => "*", Description = "Which, such as *Product*." };
        var command = new Command("kernels", "The CPU engine's kernels on one thread, with BenchmarkDotNet.") { filter };
        command.SetAction(parsed =>
        {
            BenchmarkSwitcher.FromTypes([typeof(ProductKernel), typeof(AttentionKernel), typeof(NormKernel), typeof(PixelKernel)])
                .Run(["--filter", parsed.GetRequiredValue(filter)], Config());
        });
        return command;
    }

    // In this process: a project of BenchmarkDotNet's own would be restored and built anew for each run.
    private static ManualConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithIterationCount(Iterations).WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds)).WithToolchain(InProcessEmitToolchain.Instance))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(StatisticColumn.Median, StatisticColumn.Min, new OperationsColumn())
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(ShapeColumn))
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "fae-kernels"));
}
