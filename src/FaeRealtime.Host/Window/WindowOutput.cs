using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Page;
using FaeRealtime.Live.Control;
using FaeRealtime.Live.Sets;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Window;

/// <summary>What a window writes: pictures, videos and sets, named by the time. For the GL thread.</summary>
/// <param name="control">Borrowed.</param>
/// <param name="readback">Borrowed.</param>
/// <param name="folder">Where files go; made when something is written.</param>
/// <param name="page">Also wants the pictures, and has the recorder; null for no page. Borrowed.</param>
/// <param name="video">How videos are made.</param>
/// <param name="metadata">What files say about what made them; called with a frame.</param>
/// <param name="clock">For names and a video's times.</param>
internal sealed class WindowOutput(SessionControl control, FrameReadback readback, LiveOutput? page, string folder, RecordingOptions video, Func<GenerationMetadata> metadata, TimeProvider clock) : IDisposable
{
    private readonly VideoRecorder _recorder = page?.Recorder ?? new VideoRecorder();
    private readonly FileQueue _files = new();
    private readonly long _started = clock.GetTimestamp();

    // Sets that could not be written: they come with the next one.
    private readonly List<SetRecording> _unsaved = [];
    private SetRecording? _set;

    /// <summary>The video being written, or the last one.</summary>
    public RecordingStatus Recording => _recorder.Status;

    /// <summary>Hands out the frame that is shown. Costs nothing while nobody wants it.</summary>
    /// <param name="isNew">Whether it was not shown before.</param>
    public void Offer(bool isNew)
    {
        if (page is null)
        {
            Record(isNew);
        }
        else if (control.Session.TryGetFrame(out var frame) && page.Wants(frame.Index))
        {
            page.Offer(readback.Read(out var width, out var height), width, height, frame.Index, isNew);
        }
    }

    /// <summary>Writes the picture that is shown, beside the thread that shows it: <see cref="TryTakeResult"/> says what came of it.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no picture yet, or no place for it.</exception>
    public string SaveImage()
    {
        var pixels = Shown(out var width, out var height).ToArray();
        var (path, made) = (NewFile(".png"), metadata());
        _files.Add(path, file => PngFile.Write(file, pixels, width, height, made.ToText()));
        return path;
    }

    /// <summary>What came of a picture or a set that was to be written. Costs nothing while nothing did.</summary>
    public bool TryTakeResult(out FileResult result) => _files.TryTake(out result);

    /// <summary>Begins a video, or ends it.</summary>
    /// <returns>What it did.</returns>
    /// <exception cref="FaeException">There is no picture yet, or the video cannot be begun.</exception>
    public string ToggleRecording()
    {
        if (_recorder.IsRecording)
        {
            _recorder.Stop();
            return $"recorded {_recorder.Status.File}";
        }

        Shown(out var width, out var height);

        var path = NewFile(RecordingOptions.Ending);
        _recorder.Start(path, video.Settings(path, width, height, metadata()));
        return $"recording {path}";
    }

    /// <summary>Begins the video that was asked for from the first picture on, if one was.</summary>
    /// <exception cref="FaeException">It cannot be begun.</exception>
    public void BeginVideo()
    {
        if (video.Path is { } path)
        {
            Shown(out var width, out var height);
            _recorder.Start(path, video.Settings(path, width, height, metadata()));
        }
    }

    /// <summary>Begins to keep what is changed, for <see cref="SaveSet"/>.</summary>
    public void BeginSet() => _set ??= control.RecordSet();

    /// <summary>Writes what was changed since the last time, and begins anew. <see cref="TryTakeResult"/> says what came of it; what could not be written comes with the next set.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no picture yet, or no place for it.</exception>
    public string SaveSet()
    {
        var ended = _set ?? throw new ConfigException("There is no set yet. Try again when a picture is shown.");
        var path = NewFile("-set.json");
        _set = control.RecordSet();
        ended.Dispose();
        Write(path, ended);
        foreach (var before in TakeUnsaved())
        {
            Write(NewFile("-set.json"), before);
        }

        return path;
    }

    /// <summary>Waits for files that are being written, and ends a video; that of a page is the page's.</summary>
    public void Dispose()
    {
        _set?.Dispose();
        _files.Dispose();
        if (page is null)
        {
            _recorder.Dispose();
        }
    }

    private void Write(string path, SetRecording set)
    {
        try
        {
            _files.Add(path, file => Save(file, set));
        }
        catch (ConfigException)
        {
            Keep(set);
            throw;
        }
    }

    private void Save(string path, SetRecording set)
    {
        try
        {
            set.Read().Save(path);
        }
        catch (ConfigException)
        {
            Keep(set);
            throw;
        }
    }

    private void Keep(SetRecording set)
    {
        lock (_unsaved)
        {
            _unsaved.Add(set);
        }
    }

    private SetRecording[] TakeUnsaved()
    {
        lock (_unsaved)
        {
            SetRecording[] taken = [.. _unsaved];
            _unsaved.Clear();
            return taken;
        }
    }

    private void Record(bool isNew)
    {
        if (!_recorder.IsRecording)
        {
            return;
        }

        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        if (isNew)
        {
            _recorder.Offer(readback.Read(out var width, out var height), width, height, seconds);
        }
        else
        {
            _recorder.Hold(seconds);
        }
    }

    private ReadOnlySpan<byte> Shown(out int width, out int height)
    {
        var pixels = readback.Read(out width, out height);
        return pixels.IsEmpty ? throw new ConfigException("There is no picture yet. Try again when one is shown.") : pixels;
    }

    private string NewFile(string ending)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The folder {folder} cannot be made: {failure.Message} Give another with --out.", failure);
        }

        return TimedName.In(folder, ending, clock, _files.Holds);
    }
}
