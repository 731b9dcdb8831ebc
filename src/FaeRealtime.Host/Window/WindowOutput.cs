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

    /// <summary>Hands out the frame that is shown: at once where its pixels are in host memory, else when the device has brought them, some turns later. Costs nothing while nobody wants it, and never waits for the device.</summary>
    /// <param name="isNew">Whether it was not shown before.</param>
    public void Offer(bool isNew)
    {
        HandOut(waits: false);
        if (control.Session.TryGetFrame(out var frame) && media.Frames.Wants(frame.Index, isNew))
        {
            if (readback.IsAtHand)
            {
                HandOut(waits: true);
                media.Frames.Offer(readback.Read(out var width, out var height), width, height, frame.Index, isNew);
                return;
            }

            // Where the device is too far behind, the recording's frame before stands for longer.
            var moment = media.Frames.Moment();
            if (isNew || moment.IsAwaited || !readback.IsReading)
            {
                readback.TryBegin(isNew, moment);
            }
        }
        else if (!isNew && !readback.IsReading)
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
            HandOut(waits: true);
            media.Frames.Recorder.Stop();
            var recorded = media.Recording;
            return FormattableString.Invariant($"recorded {recorded.File}, {recorded.Width} x {recorded.Height}, {recorded.Seconds:0.0} s");
        }

        var (width, height) = Size();
        var path = media.StartRecording(width, height);
        return FormattableString.Invariant($"recording {path}, {media.Recording.Width} x {media.Recording.Height}");
    }

    /// <summary>Begins the video that was asked for from the first picture on, if one was.</summary>
    /// <exception cref="FaeException">It cannot be begun.</exception>
    public void StartRequested()
    {
        if (media.IsRecordingRequested)
        {
            var (width, height) = Size();
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

    /// <summary>Hands out the frames that are still under way, and ends the recording of the session; files that wait are the output's.</summary>
    public void Dispose()
    {
        try
        {
            HandOut(waits: true);
        }
        catch (GraphicsException)
        {
            // Their context is gone, and they with it.
        }

        _set?.Dispose();
    }

    private void HandOut(bool waits)
    {
        while (readback.TryTake(waits, out var frame, out var pixels))
        {
            if (!pixels.IsEmpty)
            {
                media.Frames.Offer(pixels, frame.Width, frame.Height, frame.Index, frame.IsNew, frame.Moment);
            }
        }
    }

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

    private (int Width, int Height) Size() =>
        control.Session.TryGetFrame(out var frame) ? (frame.Width, frame.Height) : throw new ConfigException("There is no picture yet. Try again when one is shown.");

    private ReadOnlySpan<byte> Shown(out int width, out int height)
    {
        var pixels = readback.Read(out width, out height);
        return pixels.IsEmpty ? throw new ConfigException("There is no picture yet. Try again when one is shown.") : pixels;
    }
}
