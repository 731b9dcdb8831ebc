namespace FaeRealtime.Live.Frames;

/// <summary>One slot between a writer thread and a reader thread: the latest frame wins, a frame that was never read counts as dropped. Neither side waits.</summary>
/// <remarks>Three buffers change owner by one atomic exchange of the slot's index, so pixels are never copied and never torn.</remarks>
internal sealed class FrameMailbox
{
    private const int FreshBit = 4;
    private readonly Slot[] _slots = [new(), new(), new()];
    private int _middle = 1;
    private int _writing;
    private int _reading = 2;
    private long _dropped;

    /// <summary>Frames replaced before the reader took them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether <see cref="TryTake"/> would take a frame.</summary>
    public bool HasFresh => (Volatile.Read(ref _middle) & FreshBit) != 0;

    /// <summary>The frame last taken. Reader thread; valid until the next <see cref="TryTake"/>.</summary>
    public FrameInfo Info => _slots[_reading].Info;

    /// <summary>The pixels of the frame last taken, RGBA, top row first. Reader thread; valid until the next <see cref="TryTake"/>.</summary>
    public ReadOnlySpan<byte> Pixels => _slots[_reading].Pixels;

    /// <summary>The buffer to write the next frame into. Writer thread.</summary>
    public Span<byte> Begin(int width, int height) => _slots[_writing].Resize(width * height * 4);

    /// <summary>Publishes what was written since <see cref="Begin"/>. Writer thread.</summary>
    public void Publish(in FrameInfo info)
    {
        _slots[_writing].Info = info;
        var replaced = Interlocked.Exchange(ref _middle, _writing | FreshBit);
        _writing = replaced & ~FreshBit;
        if ((replaced & FreshBit) != 0)
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Takes the latest frame. Reader thread.</summary>
    /// <returns>False when there is none newer than the one taken last.</returns>
    public bool TryTake()
    {
        if (!HasFresh)
        {
            return false;
        }

        _reading = Interlocked.Exchange(ref _middle, _reading) & ~FreshBit;
        return true;
    }

    private sealed class Slot
    {
        private byte[] _pixels = [];

        public FrameInfo Info { get; set; }

        public ReadOnlySpan<byte> Pixels => _pixels;

        public Span<byte> Resize(int length)
        {
            if (_pixels.Length != length)
            {
                _pixels = new byte[length];
            }

            return _pixels;
        }
    }
}
