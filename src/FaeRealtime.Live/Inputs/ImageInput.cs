using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Live.Inputs;

/// <summary>Pictures of a camera, a film or another program on their way into a session: encoded on a thread of their own, the newest first, those that come too fast left out.</summary>
/// <remarks>Legal from any thread. Follows the session to another model with another encoder; where that cannot be opened, <see cref="Failure"/> says why and the session goes on without the input.</remarks>
public sealed class ImageInput : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly LatentSession _session;
    private readonly Func<FrameEngineInfo, ILatentEncoder> _open;
    private readonly Action<string> _log;
    private readonly TimeProvider _clock;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _came = new(initialState: false);
    private readonly RollingTimes _times = new();
    private byte[] _newest = [];
    private byte[] _spare = [];
    private volatile bool _fresh;
    private volatile bool _disposed;
    private volatile int _side;
    private volatile string? _failure;

    private ImageInput(LatentSession session, Func<FrameEngineInfo, ILatentEncoder> open, Action<string> log, TimeProvider clock)
    {
        (_session, _open, _log, _clock) = (session, open, log, clock);
        _thread = new Thread(Run) { IsBackground = true, Name = "fae image input" };
    }

    /// <summary>Side of the pictures that are taken, in pixels; 0 while no encoder is open.</summary>
    public int Side => _side;

    /// <summary>Why pictures cannot be encoded; null where they can.</summary>
    public string? Failure => _failure;

    /// <summary>How long an encoding took lately, in milliseconds.</summary>
    public double EncodeMilliseconds => _times.Read().P50;

    /// <summary>Starts to encode.</summary>
    /// <param name="session">Receives the latents. Borrowed; outlives this.</param>
    /// <param name="open">Opens the encoder of a model, on the input's own thread, which disposes it.</param>
    /// <param name="log">Receives why an encoder could not be opened.</param>
    /// <param name="clock">For measurement.</param>
    /// <returns>The input; the caller disposes.</returns>
    public static ImageInput Start(LatentSession session, Func<FrameEngineInfo, ILatentEncoder> open, Action<string> log, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(log);
        var input = new ImageInput(session, open, log, clock ?? TimeProvider.System);
        input._thread.Start();
        return input;
    }

    /// <summary>Takes the place of a picture that is not encoded yet.</summary>
    /// <param name="rgb"><c>[S, S, 3]</c>, top row first, S = <see cref="Side"/>.</param>
    /// <returns>False for a picture of another size, as after a change of the model: it is not shown.</returns>
    public bool Put(ReadOnlySpan<byte> rgb)
    {
        var length = _side * _side * 3;
        if (length == 0 || rgb.Length != length)
        {
            return false;
        }

        lock (_lock)
        {
            if (_newest.Length != length)
            {
                _newest = new byte[length];
            }

            rgb.CopyTo(_newest);
            _fresh = true;
        }

        _came.Set();
        return true;
    }

    /// <summary>Takes the input away; what is shown goes on without.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _fresh = false;
        }

        _session.Input.Clear();
    }

    /// <summary>Ends the thread and takes the input away.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _came.Set();
        _thread.Join();
        _came.Dispose();
        if (_session.State != SessionState.Closed)
        {
            _session.Input.Clear();
        }
    }

    private void Run()
    {
        ILatentEncoder? encoder = null;
        FrameEngineInfo? model = null;
        float[] latent = [];
        while (!_disposed)
        {
            if (_session.State != SessionState.Closed && _session.Info is { } running && running.ModelHash != model?.ModelHash)
            {
                encoder?.Dispose();
                (model, encoder) = (running, Open(running));
                latent = new float[encoder?.LatentLength ?? 0];
            }

            if (encoder is null || !Take(encoder.Side))
            {
                _came.WaitOne(LongestWait);
                continue;
            }

            var started = _clock.GetTimestamp();
            encoder.Encode(_spare, latent);
            _times.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
            if (_session.State != SessionState.Closed)
            {
                _session.Input.Put(latent);
            }
        }

        encoder?.Dispose();
    }

    private ILatentEncoder? Open(FrameEngineInfo model)
    {
        _side = 0;
        Clear();
        try
        {
            var encoder = _open(model);
            (_side, _failure) = (encoder.Side, null);
            return encoder;
        }
        catch (FaeException failure)
        {
            _failure = failure.Message;
            _log($"Pictures cannot come into model '{model.Config.Name}': {failure.Message}");
            return null;
        }
    }

    private bool Take(int side)
    {
        lock (_lock)
        {
            if (!_fresh || _newest.Length != side * side * 3)
            {
                return false;
            }

            (_newest, _spare, _fresh) = (_spare, _newest, false);
            return true;
        }
    }
}
