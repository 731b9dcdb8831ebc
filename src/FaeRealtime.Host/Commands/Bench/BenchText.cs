using System.Globalization;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>The report for people.</summary>
internal static class BenchText
{
    private const double Mebibyte = 1 << 20;

    public static void Print(BenchReport report, TextWriter output)
    {
        output.WriteLine($"{report.Model} ({report.ModelHash}), {report.Sampler}, {report.Engine}; drawn at {report.Size}x{report.Size} by {report.Gl}");
        output.WriteLine(FormattableString.Invariant(
            $"engine open after {report.EngineOpenMs:0} ms, first frame after {report.FirstFrameMs:0} ms, at most {report.PeakMemoryBytes / Mebibyte:0} MiB; one large matrix product: {report.PeakGflops:0} GFLOP/s"));
        if (report.Busy > 0)
        {
            output.WriteLine($"beside {report.Busy} busy {(report.Busy == 1 ? "thread" : "threads")}");
        }

        output.WriteLine($"pictures reach the texture {(report.Sharing == "device" ? "on the device" : "through host memory")}: {report.SharingReason}");
        if (report.Check is { } check)
        {
            output.WriteLine(FormattableString.Invariant(
                $"check: {check.Images} pictures differ from those through host memory by at most {check.LargestDifference}; {check.Misnumbered} of {check.Numbered} numbered frames showed another number"));
        }

        output.WriteLine("times in ms: median / 95 % / 99 %");
        var table = new TextTable("case", "fps", "generate", "decode", "share", "present", "latency", "control", "dropped", "host MB", "bytes a frame", "GFLOP/s generate, decode");
        foreach (var row in report.Cases)
        {
            table.Add(
                row.Name,
                TextTable.Number(row.PresentedFps, "0.0"),
                row.Steps == 0 ? "-" : Times(row.GenerateMs),
                Times(row.DecodeMs),
                Times(row.ShareMs, "0.000"),
                Times(row.PresentMs),
                Times(row.LatencyMs),
                Times(row.ControlMs),
                row.Dropped.ToString(CultureInfo.InvariantCulture),
                TextTable.Number(row.HostPixelBytes / 1e6, "0.0"),
                TextTable.Number(row.AllocatedBytesPerFrame, "0"),
                $"{Rate(row.GenerateGflops, report)}, {Rate(row.DecodeGflops, report)}");
        }

        table.Print(output);
        if (report.Kernels is { } kernels)
        {
            Print(kernels, output);
        }

        if (report.Prompts is { } prompts)
        {
            output.WriteLine(FormattableString.Invariant(
                $"another prompt, {prompts.Changes} times: first picture after {Times(prompts.FirstImageMs)} ms, at most {prompts.LongestFirstImageMs:0}; frames {Times(prompts.IntervalMs)} ms apart, at most {prompts.LongestIntervalMs:0}; while prompts change {Times(prompts.IntervalChangingMs)}, at most {prompts.LongestIntervalChangingMs:0}"));
        }

        foreach (var (name, cost) in report.Cases.Where(row => row.Recording is not null).Select(row => (row.Name, row.Recording!)))
        {
            output.WriteLine(FormattableString.Invariant(
                $"{name}: while a video is recorded {cost.FpsRatio:0.000} times the rate without ({cost.LowestRatio:0.000} to {cost.HighestRatio:0.000} in {cost.Turns} pairs of turns); the last video has {cost.VideoFrames} frames, {cost.VideoDropped} dropped"));
        }
    }

    private static void Print(IReadOnlyList<KernelRow> kernels, TextWriter output)
    {
        var table = new TextTable("part", "kernel", "runs", "ms", "GFLOP/s", "GB/s");
        foreach (var row in kernels)
        {
            table.Add(row.Part, row.Kernel, row.Count.ToString(CultureInfo.InvariantCulture), TextTable.Number(row.Ms, "0.000"), row.Gflops is { } rate ? TextTable.Number(rate, "0.0") : "-", TextTable.Number(row.GigabytesASecond, "0.0"));
        }

        output.WriteLine("kernels on the device, the fastest of five runs each:");
        table.Print(output);
    }

    private static string Times(Quantiles times, string format = "0.0") =>
        string.Join(" / ", new[] { times.P50, times.P95, times.P99 }.Select(time => TextTable.Number(time, format)));

    private static string Rate(double? gflops, BenchReport report) =>
        gflops is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0} ({rate / report.PeakGflops:0 %})") : "-";
}
