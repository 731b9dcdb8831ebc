using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Recording;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Window;

/// <summary>What a window's keys write, through the output that all ways of control share: it reads the shown picture back, and keeps a recording of the session itself. For the GL thread.</summary>
/// <param name="control">Borrowed.</param>
/// <param name="readback">Borrowed.</param>
/// <param name="media">Names and writes files. Borrowed.</param>
internal sealed class WindowOutput(SessionControl control, FrameReadback readback, MediaOutput media) : IDisposable
{
    // Sets that could not be written: they come with the next one.
    private readonly List<SessionRecorder> _unsaved = [];
    private SessionRecorder? _set;

    /// <summary>The video being written, or the last one.</summary>
    public RecordingStatus Recording => media.Recording;

    /// <summary>Hands out the frame that is shown. Costs nothing while nobody wants it.</summary>
    /// <param name="isNew">Whether it was not shown before.</param>
    public void Offer(bool isNew)
    {
        if (control.Session.TryGetFrame(out var frame) && media.Frames.Wants(frame.Index, isNew))
        {
            media.Frames.Offer(readback.Read(out var width, out var height), width, height, frame.Index, isNew);
        }
        else if (!isNew)
        {
            media.Frames.Hold();
        }
    }

    /// <summary>Writes the picture that is shown, beside the thread that shows it: <see cref="TryTakeResult"/> says what came of it.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no picture yet, or no place for it.</exception>
    public string SaveImage()
    {
        var pixels = Shown(out var width, out var height).ToArray();
        return media.Capture(new CapturedFrame(pixels, width, height, media.Frames.Metadata));
    }

    /// <summary>What came of a picture or a set that was to be written. Costs nothing while nothing did.</summary>
    public bool TryTakeResult(out FileResult result) => media.TryTakeResult(out result);

    /// <summary>Begins a video, or ends it.</summary>
    /// <returns>What it did.</returns>
    /// <exception cref="FaeException">There is no picture yet, or the video cannot be begun.</exception>
    public string ToggleRecording()
    {
        if (media.Frames.Recorder.IsRecording)
        {
            media.Frames.Recorder.Stop();
            var recorded = media.Recording;
            return FormattableString.Invariant($"recorded {recorded.File}, {recorded.Width} x {recorded.Height}, {recorded.Seconds:0.0} s");
        }

        Shown(out var width, out var height);
        var path = media.StartRecording(width, height);
        return FormattableString.Invariant($"recording {path}, {media.Recording.Width} x {media.Recording.Height}");
    }

    /// <summary>Begins the video that was asked for from the first picture on, if one was.</summary>
    /// <exception cref="FaeException">It cannot be begun.</exception>
    public void StartRequested()
    {
        if (media.IsRecordingRequested)
        {
            Shown(out var width, out var height);
            media.StartRequested(width, height);
        }
    }

    /// <summary>Begins to keep what is changed, for <see cref="SaveSet"/>.</summary>
    public void BeginSet() => _set ??= control.BeginRecording();

    /// <summary>Writes what was changed since the last time, and begins anew. <see cref="TryTakeResult"/> says what came of it; what could not be written comes with the next set.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="FaeException">There is no picture yet, or no place for it.</exception>
    public string SaveSet()
    {
        var ended = _set ?? throw new ConfigException("There is no set yet. Try again when a picture is shown.");
        _set = control.BeginRecording();
        ended.Dispose();
        var path = Write(ended);
        foreach (var before in TakeUnsaved())
        {
            Write(before);
        }

        return path;
    }

    /// <summary>Ends the recording of the session; files that wait are the output's.</summary>
    public void Dispose() => _set?.Dispose();

    private string Write(SessionRecorder set)
    {
        try
        {
            return media.Write("-set.json", file => Save(file, set));
        }
        catch (ConfigException)
        {
            Keep(set);
            throw;
        }
    }

    private void Save(string path, SessionRecorder set)
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

    private void Keep(SessionRecorder set)
    {
        lock (_unsaved)
        {
            _unsaved.Add(set);
        }
    }

    private SessionRecorder[] TakeUnsaved()
    {
        lock (_unsaved)
        {
            SessionRecorder[] taken = [.. _unsaved];
            _unsaved.Clear();
            return taken;
        }
    }

    private ReadOnlySpan<byte> Shown(out int width, out int height)
    {
        var pixels = readback.Read(out width, out height);
        return pixels.IsEmpty ? throw new ConfigException("There is no picture yet. Try again when one is shown.") : pixels;
    }
}
