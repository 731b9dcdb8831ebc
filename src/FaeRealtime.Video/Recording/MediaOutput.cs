using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Page;

/// <summary>Starts and stops recordings by name, and captures pictures: files of one folder, never of another, and none that is there already.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class Recordings(PageContext page)
{
    private const int LongestName = 64;

    // What a loading model may take to show its first picture.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Formats = ["mp4", "webm", "webp", "gif"];

    /// <summary>Begins a video.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="format">One of mp4, webm, webp, gif; null for mp4, or webp where there is no ffmpeg.</param>
    /// <param name="fps">Frames a second; null for 60, or what the format can.</param>
    /// <param name="cancellationToken">Ends the wait for a first picture.</param>
    /// <exception cref="FaeException">A video is being written, the name or format does not fit, ffmpeg is missing, or there is no picture yet.</exception>
    public async Task StartAsync(string name, string? format, double? fps, CancellationToken cancellationToken)
    {
        var ending = format ?? RecordingOptions.Ending[1..];
        if (!Formats.Contains(ending, StringComparer.Ordinal))
        {
            throw new ConfigException($"format is '{Shortened.Text(ending)}'; give one of {string.Join(", ", Formats)}.");
        }

        var path = NewFile(Checked(name), ending);
        var first = await StillAsync(cancellationToken).ConfigureAwait(false);
        page.Output.Recorder.Start(path, page.Video.Settings(path, first.Width, first.Height, first.Metadata, fps));
        page.Made.Add(path);
    }

    /// <summary>Begins the video that the command line asked for, if it did.</summary>
    /// <param name="cancellationToken">Ends the wait for a first picture.</param>
    /// <exception cref="FaeException">As in <see cref="StartAsync(string, string?, double?, CancellationToken)"/>.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (page.Video.Path is { } path)
        {
            var first = await StillAsync(cancellationToken).ConfigureAwait(false);
            page.Output.Recorder.Start(path, page.Video.Settings(path, first.Width, first.Height, first.Metadata));
        }
    }

    /// <summary>Begins a video whose name is the time.</summary>
    /// <exception cref="FaeException">As in <see cref="StartAsync(string, string?, double?, CancellationToken)"/>.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => StartAsync(Path.GetFileNameWithoutExtension(NewName(RecordingOptions.Ending)), null, null, cancellationToken);

    /// <summary>Ends the video of a name.</summary>
    /// <exception cref="ConfigException">It is not the one that is being written.</exception>
    public void Stop(string name)
    {
        var status = page.Output.Recorder.Status;
        if (status.State is not (RecordingState.Recording or RecordingState.Finishing or RecordingState.Finished) || Path.GetFileNameWithoutExtension(status.File) != Checked(name))
        {
            throw new ConfigException(status.State == RecordingState.Recording
                ? $"'{name}' is not being recorded; '{Path.GetFileNameWithoutExtension(status.File)}' is."
                : $"'{name}' is not being recorded.");
        }

        page.Output.Recorder.Stop();
    }

    /// <summary>Writes the picture that is shown.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no picture yet, or it cannot be written.</exception>
    public async Task<string> CaptureAsync(CancellationToken cancellationToken)
    {
        var still = await StillAsync(cancellationToken).ConfigureAwait(false);
        var path = NewName(".png");
        PngFile.Write(path, still.Rgba, still.Width, still.Height, still.Metadata?.ToText());
        page.Made.Add(path);
        return path;
    }

    /// <summary>The file of a new live set.</summary>
    /// <param name="name">Without its ending.</param>
    /// <exception cref="ConfigException">It is no name, or the file is there.</exception>
    public string SetFile(string name) => NewFile(Checked(name), "json");

    /// <summary>Ends the live set and writes it.</summary>
    /// <param name="name">Without its ending.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ConfigException">None is being recorded, the name does not fit, or the file cannot be written.</exception>
    public string StopSet(string name)
    {
        var path = SetFile(name);
        var set = page.Control.StopSet() ?? throw new ConfigException("No live set is being recorded. Start one first.");
        set.Save(path);
        page.Made.Add(path);
        return path;
    }

    private async Task<Still> StillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await page.Output.TakeStillAsync(cancellationToken).WaitAsync(Patience, page.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ConfigException(page.Session.Failure?.Message ?? "There is no picture yet. Try again when one is shown.");
        }
    }

    private string NewFile(string name, string ending)
    {
        var path = Path.Combine(Folder(), $"{name}.{ending}");
        return File.Exists(path) ? throw new ConfigException($"{path} is there already. Give another name.") : path;
    }

    private string NewName(string ending) => TimedName.In(Folder(), ending, page.Clock);

    private string Folder()
    {
        try
        {
            Directory.CreateDirectory(page.OutFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The folder {page.OutFolder} cannot be made: {failure.Message} Give another with --out.", failure);
        }

        return page.OutFolder;
    }

    private static string Checked(string name) =>
        name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? name
            : throw new ConfigException($"'{Shortened.Text(name)}' is no name for a file; give 1 to {LongestName} letters, digits, - or _.");
}
