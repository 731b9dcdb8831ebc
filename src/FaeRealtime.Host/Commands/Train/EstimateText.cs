using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Training;

namespace FaeRealtime.Host.Commands.Train;

/// <summary>What <c>fae train … --estimate</c> prints.</summary>
internal static class EstimateText
{
    public static void Print(EstimateReport report, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, EstimateJsonContext.Default.EstimateReport));
            return;
        }

        var rows = new TextTable("stage", "steps", "batch", "s a step", "images/s", "validations", "s each", "time", "states");
        foreach (var stage in report.Stages)
        {
            rows.Add(
                stage.Stage,
                Text(stage.Steps),
                Text(stage.Batch),
                TextTable.Number(stage.SecondsPerStep, "0.000"),
                TextTable.Number(stage.ImagesPerSecond, "0.0"),
                Text(stage.Validations),
                TextTable.Number(stage.SecondsPerValidation, "0.0"),
                Time(stage.Seconds),
                Size(stage.StateBytes + stage.TrajectoryBytes));
        }

        rows.Print(output);
        foreach (var work in report.Preparation)
        {
            output.WriteLine($"{work.Name}: {Text(work.Count)} in {Time(work.Seconds)}");
        }

        output.WriteLine($"time: {Time(report.Seconds)} on {report.Device}, without sample grids and saving; by a trial on {Text(report.TrialImages)} of {Text(report.Images)} images");
        output.WriteLine($"memory: {Size(report.MemoryBytes)}{(report.Device.StartsWith("cpu", StringComparison.Ordinal) ? string.Empty : " of this machine; the GPU's is not measured")}");
        output.WriteLine($"disk: {Size(report.DiskBytes)}: model {Size(report.ModelBytes)}, latents {Size(report.CacheBytes)}, and states; without sample grids and logs");
        output.WriteLine("nothing was written into the run folder");
    }

    private static string Text(int value) => FormattableString.Invariant($"{value}");

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds) is var time && time.TotalDays >= 1
        ? FormattableString.Invariant($"{(int)time.TotalDays} d {time.Hours} h")
        : time.TotalHours >= 1 ? FormattableString.Invariant($"{time.Hours} h {time.Minutes:00} min")
        : time.TotalMinutes >= 1 ? FormattableString.Invariant($"{time.Minutes} min {time.Seconds:00} s")
        : FormattableString.Invariant($"{time.TotalSeconds:0.0} s");

    private static string Size(long bytes) => bytes >= 1L << 30 ? FormattableString.Invariant($"{bytes / (double)(1L << 30):0.0} GiB") : FormattableString.Invariant($"{bytes / (double)(1L << 20):0.0} MiB");
}

/// <summary>The JSON of <c>fae train … --estimate --json</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EstimateReport))]
internal sealed partial class EstimateJsonContext : JsonSerializerContext;
