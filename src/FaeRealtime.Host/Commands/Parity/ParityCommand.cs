using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Parity;
using FaeRealtime.Parity.Cases;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Parity;

/// <summary><c>fae parity</c>: runs golden cases and prints every tensor's error.</summary>
internal static class ParityCommand
{
    public const string Name = "parity";

    public const string Summary = "Run golden cases and print every tensor's error; exit 0 when all are within tolerance, else 2.";

    public static Command Create()
    {
        var directories = new Argument<string[]>("dir") { Description = "Golden cases: folders whose config.json names the model.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print one JSON array of reports instead of tables." };
        var device = new Option<string>("--device") { Description = "cpu, cuda or cuda:N; tolerances are ten times wider on a GPU.", DefaultValueFactory = _ => "cpu" };
        var engine = new Option<string?>("--engine") { Description = "cpu, gl or torch: run the cases of SiT, LightningDiT and RAE's decoder through this frame engine, with weights of fp32, instead of through the training's networks." };
        var command = new Command(Name, Summary) { directories, json, device, engine };
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
            Execute(parsed.GetRequiredValue(directories), Options(parsed.GetRequiredValue(device), parsed.GetValue(engine)), parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static ParityOptions Options(string device, string? engine)
    {
        const double GpuScale = 10;
        var parsed = TorchDevice.Parse(device);
        if (engine is "cpu" or "gl" && parsed.type != DeviceType.CPU)
        {
            throw new ConfigException($"--engine {engine} does not run on --device {device}; leave one of them out.");
        }

        return new ParityOptions { Device = parsed, ToleranceScale = parsed.type == DeviceType.CPU ? 1 : GpuScale, Engine = Engine(engine, parsed) };
    }

    private static Func<ModelFolder, FrameEngineOptions>? Engine(string? engine, torch.Device device) => engine switch
    {
        null => null,
        "cpu" => folder => new CpuEngineOptions(folder),
        "gl" => folder => new GlEngineOptions(folder) { HalfWeights = false },
        "torch" => folder => new TorchEngineOptions(folder, device) { Precision = torch.ScalarType.Float32, Threads = 1 },
        _ => throw new ConfigException($"--engine is '{engine}'; give cpu, gl or torch."),
    };

    private static int Execute(string[] directories, ParityOptions options, bool json, CancellationToken cancellationToken)
    {
        List<ParityReport> reports = [];
        foreach (var directory in directories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reports.Add(ParityCase.Run(directory, options));
            if (!json)
            {
                Print(reports[^1]);
            }
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(reports, ParityJsonContext.Default.ListParityReport));
        }

        return reports.TrueForAll(report => report.Passed) ? ExitCode.Success : ExitCode.Input;
    }

    private static void Print(ParityReport report)
    {
        var width = report.Rows.Select(row => OneLine(row.Tensor).Length).Append("tensor".Length).Max();
        Console.WriteLine($"{report.Case} ({report.Model})");
        Console.WriteLine($"  {"tensor".PadRight(width)}  {"max abs",9}  {"rel L2",9}  {"tolerance",-20}  ok");
        foreach (var row in report.Rows)
        {
            var numbers = string.Create(CultureInfo.InvariantCulture, $"{row.MaxAbsoluteError,9:0.00e+00}  {row.RelativeL2,9:0.00e+00}");
            var note = row.Note is null ? string.Empty : $"  {row.Note}";
            Console.WriteLine($"  {OneLine(row.Tensor).PadRight(width)}  {numbers}  {row.Tolerance,-20}  {(row.Pass ? "yes" : "NO ")}{note}");
        }

        Console.WriteLine($"  {report.Rows.Count(row => row.Pass)} of {report.Rows.Count} within tolerance");
    }

    // A golden case of the file format has names with line breaks.
    private static string OneLine(string name) => name.ReplaceLineEndings("\\n");
}

/// <summary>The JSON of <c>fae parity --json</c>. A comparison that could not be made has the error "NaN".</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(List<ParityReport>))]
internal sealed partial class ParityJsonContext : JsonSerializerContext;
