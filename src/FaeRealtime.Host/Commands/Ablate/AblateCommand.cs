using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Ablations;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Eval;
using FaeRealtime.Host.Commands.Train;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Ablate;

/// <summary><c>fae ablate</c>: the paper's ablation tables at small scale.</summary>
internal static class AblateCommand
{
    public const string Name = "ablate";

    public const string Summary = "Repeat the paper's ablation tables at small scale, with equal budgets and several seeds; finished runs are not repeated.";

    public static Command Create(Termination termination)
    {
        var command = new Command(Name, Summary);
        foreach (var table in AblationTables.All)
        {
            command.Subcommands.Add(Create(table, termination));
        }

        return command;
    }

    private static Command Create(AblationTable table, Termination termination)
    {
        var arguments = new AblateArguments();
        var command = new Command(table.Name, $"The paper's {table.Name}: {table.Title}.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            TorchLibrary.Use();
            var (options, threads) = (arguments.Options(parsed) with { Uninterrupted = termination.Hold }, arguments.Threads(parsed));
            if (threads is < 1 or > 1024)
            {
                throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--threads is {threads}; give 1 to 1024."));
            }

            torch.set_num_threads(threads);
            AblationReport? report = null;
            TrainingDisplay.Run(progress => report = Ablation.Run(table, options, progress, TimeProvider.System, cancellationToken));
            Print(report!, arguments.Json(parsed), Console.Out);
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Print(AblationReport report, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, EvaluationJsonContext.Default.AblationReport));
            return;
        }

        output.WriteLine($"{report.Table}: {report.Title}, {report.Seeds} seeds");
        var rows = new TextTable("variant", "paper FID", "FD-x̂", "restored", "feature error", "neighbour accuracy", "flow error");
        foreach (var row in report.Rows)
        {
            rows.Add(row.Variant, TextTable.Number(row.PaperFid, "0.00"), Number(row.Generated), Number(row.Restored), Number(row.FeatureError), Number(row.NeighbourAccuracy), Number(row.FlowError));
        }

        rows.Print(output);
        var pairs = new TextTable("paper's order", "by FID", "by FD-x̂", "deviation", "verdict");
        foreach (var pair in report.Orderings)
        {
            pairs.Add(
                $"{pair.Better} before {pair.Worse}",
                TextTable.Number(pair.PaperDifference, "0.00"),
                TextTable.Number(pair.Difference),
                TextTable.Number(pair.Deviation),
                pair.Verdict.ToString().ToLowerInvariant());
        }

        pairs.Print(output);
        output.WriteLine(report.Scaling);
        output.WriteLine(AblationReport.Meaning);
    }

    private static string Number(Spread spread) => $"{TextTable.Number(spread.Mean)} ± {TextTable.Number(spread.Deviation)}";
}
