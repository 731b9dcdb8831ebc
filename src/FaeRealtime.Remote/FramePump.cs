using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote;

/// <summary>Presents a session without a display: a thread that takes every frame and hands it to the outputs.</summary>
public sealed class FramePump : IDisposable
{
    // How often a picture that stands still is looked at for newcomers and for the recording.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(15);

    private readonly LatentSession _session;
    private readonly FrameOutput _output;
    private readonly TimeProvider _clock;
    private readonly Thread _thread;
    private volatile bool _stops;

    private FramePump(LatentSession session, FrameOutput output, TimeProvider clock)
    {
        (_session, _output, _clock) = (session, output, clock);
        _thread = new Thread(Run) { IsBackground = true, Name = "frame pump" };
    }

    /// <summary>Starts the thread.</summary>
    /// <param name="session">Borrowed; nobody else may call its <see cref="LatentSession.Update"/>.</param>
    /// <param name="output">Borrowed.</param>
    /// <param name="clock">For the present times.</param>
    public static FramePump Start(LatentSession session, FrameOutput output, TimeProvider clock)
    {
        var pump = new FramePump(session, output, clock);
        pump._thread.Start();
        return pump;
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _stops = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_stops)
        {
            // A failed session has nothing to wait for.
            if (!_session.WaitForFrame(LongestWait) && _session.State is SessionState.Failed or SessionState.Closed)
            {
                Thread.Sleep(LongestWait);
            }

            var started = _clock.GetTimestamp();
            var isNew = _session.Update();
            Offer(isNew);
            if (isNew)
            {
                _session.ReportPresented(_clock.GetElapsedTime(started));
            }
        }
    }

    private void Offer(bool isNew)
    {
        if (_session.TryGetFrame(out var frame) && !_session.Pixels.IsEmpty)
        {
            _output.Offer(_session.Pixels, frame.Width, frame.Height, frame.Index, isNew);
        }
    }
}
