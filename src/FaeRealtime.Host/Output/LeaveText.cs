using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Output;

/// <summary>What a live command says when it ends: what was saved where, and how to go on.</summary>
internal static class LeaveText
{
    private const int MostNames = 5;

    /// <summary>Prints it; nothing where nothing was saved or kept.</summary>
    /// <param name="media">What was written; ended.</param>
    /// <param name="folder">Where.</param>
    /// <param name="goesOn">The command that resumes here; null where no state was kept.</param>
    /// <param name="output">Gets the lines.</param>
    public static void Print(MediaOutput media, string folder, string? goesOn, TextWriter output)
    {
        if (media.Written is { Count: > 0 } files)
        {
            var video = media.Recording is { State: RecordingState.Finished } recording ? FormattableString.Invariant($"; the last video has {recording.Width} x {recording.Height} pixels and {recording.Seconds:0.0} s") : string.Empty;
            output.WriteLine($"fae: saved in {Path.GetFullPath(folder)}: {string.Join(", ", files.Take(MostNames).Select(Path.GetFileName))}{(files.Count > MostNames ? $" and {files.Count - MostNames} more" : string.Empty)}{video}");
        }

        if (goesOn is not null)
        {
            output.WriteLine($"fae: '{goesOn}' resumes here");
        }
    }
}
