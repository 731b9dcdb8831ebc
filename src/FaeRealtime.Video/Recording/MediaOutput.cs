using System.Collections.Concurrent;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Recording;

/// <summary>Everything that a live session writes: pictures, recordings, other files. The one place for a window's keys, the page and remote controls: files of one folder, never of another, and none that is there already.</summary>
/// <param name="folder">Where files go; made when something is written.</param>
/// <param name="options">How recordings are made.</param>
/// <param name="metadata">What made the picture that is shown, or null where nobody knows; called on the presenting thread.</param>
/// <param name="clock">For names, times and waits.</param>
public sealed class MediaOutput(string folder, RecordingOptions options, Func<GenerationMetadata?> metadata, TimeProvider clock) : IDisposable
{
    private const int LongestName = 64;
    private const int MostFiles = 10_000;
    private const string ImageEnding = ".png";

    // What a loading model may take to show its first picture.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FileQueue _files = new();
    private readonly ConcurrentQueue<string> _begun = new();

    /// <summary>Takes the shown frames.</summary>
    public FrameOutput Frames { get; } = new(metadata, clock);

    /// <summary>What lies in the folder, for remote controls.</summary>
    public MadeFiles Made { get; } = new(folder);

    /// <summary>Every file that was written through this and is there, in the order in which they were begun; not what lay in the folder before.</summary>
    public IReadOnlyList<string> Written => [.. _begun.Distinct().Where(File.Exists)];

    /// <summary>Why there is no picture, for refusals; null where nothing is wrong.</summary>
    public Func<string?> Failure { get; init; } = () => null;

    /// <summary>The recording being written, or the last one.</summary>
    public RecordingStatus Recording => Frames.Recorder.Status;

    /// <summary>Whether a recording from the first picture on was asked for.</summary>
    public bool IsRecordingRequested => options.Path is not null;

    /// <summary>Writes the picture that is shown next, and waits until it is written.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no picture yet, or it cannot be written.</exception>
    public async Task<string> CaptureAsync(CancellationToken cancellationToken)
    {
        var frame = await FrameAsync(cancellationToken).ConfigureAwait(false);
        var path = NewFile(ImageEnding);
        Write(path, frame);
        _begun.Enqueue(path);
        Made.Refresh();
        return path;
    }

    /// <summary>Writes a picture beside the calling thread: <see cref="TryTakeResult"/> says what came of it.</summary>
    /// <param name="frame">Not changed any more.</param>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no place for it.</exception>
    public string Capture(CapturedFrame frame) => Write(ImageEnding, path => Write(path, frame));

    /// <summary>Writes a file named by the time, beside the calling thread: <see cref="TryTakeResult"/> says what came of it. From one thread.</summary>
    /// <param name="ending">With its dot.</param>
    /// <param name="write">Writes it; what it uses is no longer changed.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ConfigException">There is no place for it, or too many wait.</exception>
    public string Write(string ending, Action<string> write)
    {
        var path = NewFile(ending);
        _files.Add(path, write);
        _begun.Enqueue(path);
        return path;
    }

    /// <summary>What came of a file that was to be written beside the calling thread. Costs nothing while nothing did.</summary>
    public bool TryTakeResult(out FileResult result) => _files.TryTake(out result);

    /// <summary>Begins a recording named by the time.</summary>
    /// <param name="width">Of the frames to come, in pixels.</param>
    /// <param name="height">Of the frames to come, in pixels.</param>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">It cannot be begun.</exception>
    public string StartRecording(int width, int height)
    {
        var path = NewFile(RecordingOptions.Ending);
        Start(path, width, height, Frames.Metadata);
        return path;
    }

    /// <summary>Begins the recording that was asked for from the first picture on, if one was.</summary>
    /// <param name="width">Of the frames to come, in pixels.</param>
    /// <param name="height">Of the frames to come, in pixels.</param>
    /// <exception cref="FaeException">It cannot be begun.</exception>
    public void StartRequested(int width, int height)
    {
        if (options.Path is { } path)
        {
            Start(path, width, height, Frames.Metadata);
        }
    }

    /// <summary>Begins the recording that was asked for from the first picture on, if one was.</summary>
    /// <param name="cancellationToken">Ends the wait for a first picture.</param>
    /// <exception cref="FaeException">It cannot be begun, or there is no picture yet.</exception>
    public async Task StartRequestedAsync(CancellationToken cancellationToken)
    {
        if (options.Path is { } path)
        {
            var first = await FrameAsync(cancellationToken).ConfigureAwait(false);
            Start(path, first.Width, first.Height, first.Metadata);
        }
    }

    /// <summary>Begins a recording named by the time.</summary>
    /// <exception cref="FaeException">As in <see cref="StartRecordingAsync(string, string?, double?, CancellationToken)"/>.</exception>
    public Task StartRecordingAsync(CancellationToken cancellationToken) =>
        StartRecordingAsync(Path.GetFileNameWithoutExtension(NewFile(RecordingOptions.Ending)), null, null, cancellationToken);

    /// <summary>Begins a recording.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="format">An ending of one of the formats that are one file, without its dot; null for mp4, or webp where there is no ffmpeg.</param>
    /// <param name="fps">Frames a second; null for 60, or what the format can.</param>
    /// <param name="cancellationToken">Ends the wait for a first picture.</param>
    /// <exception cref="FaeException">A video is being written, the name or format does not fit, ffmpeg is missing, or there is no picture yet.</exception>
    public async Task StartRecordingAsync(string name, string? format, double? fps, CancellationToken cancellationToken)
    {
        var ending = format ?? RecordingOptions.Ending[1..];
        string[] formats = [.. VideoFormats.All.Where(known => known.IsOneFile).Select(known => known.Extension[1..])];
        if (!formats.Contains(ending, StringComparer.Ordinal))
        {
            throw new ConfigException($"format is '{Shortened.Text(ending)}'; give one of {string.Join(", ", formats)}.");
        }

        var path = NamedFile(name, ending);
        var first = await FrameAsync(cancellationToken).ConfigureAwait(false);
        Start(path, first.Width, first.Height, first.Metadata, fps);
        Made.Refresh();
    }

    /// <summary>Ends the recording of a name.</summary>
    /// <exception cref="ConfigException">It is not the one that is being written.</exception>
    public void StopRecording(string name)
    {
        var status = Recording;
        if (status.State is not (RecordingState.Recording or RecordingState.Finishing or RecordingState.Finished) || Path.GetFileNameWithoutExtension(status.File) != Checked(name))
        {
            throw new ConfigException(status.State == RecordingState.Recording
                ? $"'{name}' is not being recorded; '{Path.GetFileNameWithoutExtension(status.File)}' is."
                : $"'{name}' is not being recorded.");
        }

        Frames.Recorder.Stop();
    }

    /// <summary>The path of a new file with a name that was asked for.</summary>
    /// <param name="name">Without its ending.</param>
    /// <param name="ending">Without its dot.</param>
    /// <exception cref="ConfigException">It is no name, or the file is there.</exception>
    public string NamedFile(string name, string ending)
    {
        var file = Checked(name);
        var path = Path.Combine(Folder(), $"{file}.{ending}");
        if (File.Exists(path))
        {
            throw new ConfigException($"{path} is there already. Give another name.");
        }

        _begun.Enqueue(path);
        return path;
    }

    /// <summary>Waits for files that are being written, and ends a recording.</summary>
    public void Dispose()
    {
        _files.Dispose();
        Frames.Dispose();
    }

    private static void Write(string path, CapturedFrame frame) => PngFile.Write(path, frame.Rgba, frame.Width, frame.Height, frame.Metadata?.ToText());

    private void Start(string path, int width, int height, GenerationMetadata? made, double? fps = null)
    {
        Frames.Recorder.Start(path, options.Settings(path, width, height, made, fps));
        _begun.Enqueue(path);
    }

    private async Task<CapturedFrame> FrameAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Frames.TakeFrameAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ConfigException(Failure() ?? "There is no picture yet. Try again when one is shown.");
        }
    }

    private string NewFile(string ending) => TimedName.In(Folder(), ending, clock, _files.Holds);

    // What is written through the page comes from outside, so that it must not fill a disk, nor a folder that nobody finds anything in any more.
    private string Folder()
    {
        try
        {
            PrivateFolder.Make(folder);
            FreeSpace.Require(folder);
            return Directory.EnumerateFiles(folder).Skip(MostFiles).Any()
                ? throw new ConfigException($"{folder} holds more than {MostFiles} files. Move some away, or give another output folder.")
                : folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The folder {folder} cannot be made: {failure.Message} Give another.", failure);
        }
    }

    private static string Checked(string name) =>
        name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? name
            : throw new ConfigException($"'{Shortened.Text(name)}' is no name for a file; give 1 to {LongestName} letters, digits, - or _.");
}
