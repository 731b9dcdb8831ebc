using FaeRealtime.Video.Formats.Jpeg;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote.Http;

/// <summary>The live picture for browsers: takes frames from the thread that presents while somebody watches, and encodes the newest on a thread of its own, once for all.</summary>
/// <remarks>The presenting thread pays one copy a frame that is taken, and nothing while nobody watches. A frame that comes while the one before is being encoded replaces what waits.</remarks>
internal sealed class FrameFeed : IFrameWatcher, IDisposable
{
    // Above this quality the files grow faster than the picture improves.
    private const int Quality = 88;
    private const int BytesOfAPixel = 4;

    private readonly Lock _taking = new();
    private readonly AutoResetEvent _offered = new(false);
    private readonly TimeProvider _clock;
    private readonly TimeSpan _period;
    private readonly Pulse _pulse;
    private readonly JpegImage _encoder = new(Quality);
    private readonly MemoryStream _file = new();
    private readonly Thread _thread;

    private byte[] _pending = [];
    private byte[] _encoding = [];
    private (int Width, int Height) _size;
    private bool _isPending;
    private long _taken = -1;
    private long _pendingAt;
    private long _due;
    private int _watchers;
    private volatile bool _stops;
    private volatile EncodedFrame? _latest;
    private volatile string? _failure;

    private FrameFeed(double framesPerSecond, Pulse pulse, TimeProvider clock)
    {
        (_pulse, _clock, _period) = (pulse, clock, TimeSpan.FromSeconds(1.0 / framesPerSecond));
        _thread = new Thread(EncodeFrames) { IsBackground = true, Name = "page frames", Priority = ThreadPriority.BelowNormal };
    }

    /// <summary>The newest encoded frame; null before the first.</summary>
    public EncodedFrame? Latest => _latest;

    /// <summary>Why no frames are encoded any more; null while they are. The session is not touched by it.</summary>
    public string? Failure => _failure;

    /// <summary>How many watch.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Starts the thread that encodes.</summary>
    /// <param name="framesPerSecond">Most frames that are encoded a second.</param>
    /// <param name="pulse">Beats when a frame is ready.</param>
    /// <param name="clock">For the rate.</param>
    public static FrameFeed Start(double framesPerSecond, Pulse pulse, TimeProvider clock)
    {
        var feed = new FrameFeed(framesPerSecond, pulse, clock);
        feed._thread.Start();
        return feed;
    }

    /// <summary>Starts watching.</summary>
    /// <returns>Ends it when disposed.</returns>
    public IDisposable Watch() => new Watcher(this);

    /// <summary>Now, in milliseconds of the clock that <see cref="EncodedFrame.Made"/> is told by; its zero is nobody's.</summary>
    public double Now => Milliseconds(_clock.GetTimestamp());

    /// <summary>Whether <see cref="Offer"/> would take a frame now. Allocates nothing. For the presenting thread.</summary>
    /// <param name="index">Which frame is shown.</param>
    public bool Wants(long index) => Watchers > 0 && index != _taken && _failure is null && _clock.GetTimestamp() >= _due;

    /// <summary>Takes a frame. For the presenting thread, after <see cref="Wants"/>.</summary>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first. Copied.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="index">Which frame it is.</param>
    public void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, width * height * BytesOfAPixel);
        lock (_taking)
        {
            if (_pending.Length != rgba.Length)
            {
                _pending = new byte[rgba.Length];
            }

            rgba.CopyTo(_pending);
            (_size, _isPending, _taken, _pendingAt) = ((width, height), true, index, _clock.GetTimestamp());
        }

        // On the even grid of the rate as long as frames come in time, so that trembling times do not halve it.
        var (now, period) = (_clock.GetTimestamp(), (long)(_period.TotalSeconds * _clock.TimestampFrequency));
        _due = Math.Max(_due + period, now + (period / 2));
        _offered.Set();
    }

    /// <summary>Waits for a frame.</summary>
    /// <param name="after">The version that is known already; 0 for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<EncodedFrame> WaitAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _pulse.Next;
            if (_latest is { } frame && frame.Version > after)
            {
                return frame;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stops = true;
        _offered.Set();
        _thread.Join();
        _offered.Dispose();
        _file.Dispose();
    }

    private double Milliseconds(long timestamp) => timestamp * 1000.0 / _clock.TimestampFrequency;

    private void EncodeFrames()
    {
        while (true)
        {
            _offered.WaitOne();
            if (_stops)
            {
                return;
            }

            if (TakePending(out var size, out var at) && !Publish(size, at))
            {
                return;
            }
        }
    }

    private bool Publish((int Width, int Height) size, long at)
    {
        try
        {
            _latest = new EncodedFrame((_latest?.Version ?? 0) + 1, Encode(size), Milliseconds(at));
            _pulse.Beat();
            return true;
        }
#pragma warning disable CA1031 // A thread's top: without pictures for browsers the session goes on, and the page says why.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = $"Pictures for the page cannot be encoded: {failure.Message}";
            return false;
        }
    }

    private bool TakePending(out (int Width, int Height) size, out long at)
    {
        lock (_taking)
        {
            (size, at) = (_size, _pendingAt);
            if (!_isPending)
            {
                return false;
            }

            // Swapped, not copied; the next offer finds the other buffer, or makes one of its size.
            (_pending, _encoding, _isPending) = (_encoding, _pending, false);
            return true;
        }
    }

    private byte[] Encode((int Width, int Height) size)
    {
        _file.SetLength(0);
        _encoder.Write(_file, _encoding, size.Width, size.Height);
        return _file.ToArray();
    }

    private sealed class Watcher : IDisposable
    {
        private readonly FrameFeed _feed;
        private bool _ended;

        public Watcher(FrameFeed feed)
        {
            _feed = feed;

            // One who starts to watch a picture that stands still must see it, too.
            Interlocked.Increment(ref feed._watchers);
            Volatile.Write(ref feed._taken, -1);
        }

        public void Dispose()
        {
            if (!_ended)
            {
                _ended = true;
                Interlocked.Decrement(ref _feed._watchers);
            }
        }
    }
}

/// <summary>A frame as it goes to browsers; shared by all that watch, never changed.</summary>
/// <param name="Version">Counts encoded frames from 1.</param>
/// <param name="Jpeg">The file.</param>
/// <param name="Made">When it was shown, in milliseconds as <see cref="FrameFeed.Now"/> counts them.</param>
internal sealed record EncodedFrame(long Version, ReadOnlyMemory<byte> Jpeg, double Made);
