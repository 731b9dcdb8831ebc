using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Soak;

/// <summary><c>fae soak</c>: a long session under random changes, and what it did to memory and time.</summary>
internal static class SoakCommand
{
    public const string Name = "soak";

    public const string Summary = "Run a long live session under random changes; fails where memory grows, objects leak or frames are late.";

    // Lines of progress of a whole run.
    private const int Lines = 40;

    // Late frames that are described.
    private const int MostLines = 10;
    private const long Mebibyte = 1 << 20;

    public static Command Create()
    {
        var options = new SoakOptions();
        var command = new Command(Name, Summary);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() => Execute(options.Read(parsed), cancellationToken)));
        return command;
    }

    private static int Execute(SoakRequest request, CancellationToken cancellationToken)
    {
        var report = SoakRun.Run(request, (frames, slowest) => Tell(frames, request.Frames, slowest), cancellationToken);
        Console.Out.WriteLine(request.Json ? JsonSerializer.Serialize(report, SoakJsonContext.Default.SoakReport) : Text(report));
        foreach (var problem in report.Problems)
        {
            Console.Error.WriteLine($"fae: {problem}");
        }

        return report.Problems.Count == 0 ? ExitCode.Success : ExitCode.Native;
    }

    private static void Tell(long frames, long all, double slowest)
    {
        if (frames * Lines / all != (frames - SoakRun.MemoryEvery) * Lines / all)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames} of {all} frames, slowest {slowest:0} ms, {Environment.WorkingSet / Mebibyte} MiB"));
        }
    }

    private static string Text(SoakReport report) => string.Create(CultureInfo.InvariantCulture, $"""
        {report.Frames} frames in {report.Seconds:0} s on {report.Device}: {report.Changes} changes taken, {report.Refused} refused, {report.Swaps} models swapped, {report.Reattached} contexts changed
        memory {report.MemoryAfterWarmUp / Mebibyte} MiB after the first tenth, then {report.MemoryLeast / Mebibyte} to {report.MemoryMost / Mebibyte} MiB
        {report.SlowFrames.Count} frames over 100 ms (slowest {report.SlowestMs:0} ms); a timer thread was late {report.SlowTimer} times
        GL objects {report.GlObjectsBefore} and {report.GlObjectsAfter}, tensors {report.TensorsBefore} and {report.TensorsAfter}
        {string.Join(Environment.NewLine, report.SlowFrames.Take(MostLines).Select(Text))}
        """).TrimEnd();

    private static string Text(SlowFrame frame) => string.Create(
        CultureInfo.InvariantCulture,
        $"  frame {frame.Frame}: {frame.Ms:0} ms with {frame.Steps} steps in space {frame.Space.ToLowerInvariant()}, {frame.Collections} collections, {frame.SinceSwap} frames after another model was requested{(frame.IsOpening ? ", which was still opening" : string.Empty)}, {frame.SinceContext} after a change of context");
}
