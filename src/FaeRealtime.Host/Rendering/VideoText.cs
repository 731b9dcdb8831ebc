using System.Globalization;
using System.Text.Json;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Rendering;

/// <summary>What commands that make a video print.</summary>
internal static class VideoText
{
    /// <summary>Prints the summary.</summary>
    /// <returns>The exit code: that of a cancellation where the video ended early.</returns>
    public static int Print(VideoReport report, bool json, VideoProgress display)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, RenderingJsonContext.Default.VideoReport));
        }
        else
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Out}: {report.Frames} frames of {report.Size}x{report.Size} at {report.Fps:0.###} fps ({report.Frames / report.Fps:0.0} s), made in {report.Seconds:0.0} s on {report.Device}"));
        }

        if (report.Frames == report.Asked)
        {
            return ExitCode.Success;
        }

        display.Tell(string.Create(CultureInfo.InvariantCulture, $"fae: cancelled; {report.Out} is whole and has {report.Frames} of {report.Asked} frames"));
        return ExitCode.Cancelled;
    }
}
