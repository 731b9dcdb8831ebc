using System.CommandLine;
using System.Text.Json;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Remake;

/// <summary><c>fae remake</c>: a picture again from its metadata.</summary>
internal static class RemakeCommand
{
    public const string Name = "remake";

    public const string Summary = "Make a picture again from its metadata and compare; ends with status 2 where a pixel differs.";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A PNG of 'fae images', or a frame of 'fae video --out %05d.png'." };
        var model = new Option<string?>("--model") { Description = "Model folder, or a name in the content folder. Default: the name in the picture's metadata." };
        var output = new Option<string?>("--out") { Description = "Write the new picture, too." };
        var json = new Option<bool>("--json") { Description = "Print the comparison as JSON." };
        var command = new Command(Name, Summary) { file, model, output, json };
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
            Print(RemakeRun.Run(parsed.GetValue(file)!, parsed.GetValue(model), parsed.GetValue(output), cancellationToken), parsed.GetValue(json))));
        return command;
    }

    private static int Print(RemakeReport report, bool json)
    {
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(report, RemakeJsonContext.Default.RemakeReport)
            : report.Equal
                ? $"{report.File}: equal, every pixel"
                : FormattableString.Invariant($"{report.File}: {report.Differing} pixels differ, by at most {report.Largest} of 255, {report.Mean:0.0000} in the mean; made on {report.MadeOn}, now on {report.RemadeOn}"));
        return report.Equal ? ExitCode.Success : ExitCode.Input;
    }
}
