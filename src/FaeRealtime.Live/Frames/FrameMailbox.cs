using FaeRealtime.Core.Images;
using FaeRealtime.Engines;

namespace FaeRealtime.Live.Frames;

/// <summary>One slot between a writer thread and a reader thread: the latest frame wins, a frame that was never read counts as dropped. Neither side waits.</summary>
/// <remarks>
/// Three buffers change owner by one atomic exchange of the slot's index, so pixels are never copied and never torn. A slot holds pixels in host memory, or names a picture in a device's memory,
/// of which the writer has as many as there are slots.
/// </remarks>
internal sealed class FrameMailbox
{
    private const int FreshBit = 4;
    private readonly Slot[] _slots = [.. Enumerable.Range(0, IDeviceFrameEngine.Slots).Select(_ => new Slot())];
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

    /// <summary>The pixels of the frame last taken, RGBA, top row first; empty where it lies in a device's memory. Reader thread; valid until the next <see cref="TryTake"/>.</summary>
    public ReadOnlySpan<byte> Pixels => _slots[_reading].Pixels;

    /// <summary>Where the frame last taken lies in a device's memory; null where it is in host memory. Reader thread; valid until the next <see cref="TryTake"/>.</summary>
    public DeviceImage? Image => _slots[_reading].Image;

    /// <summary>Which of the writer's device pictures the next frame goes into, from 0: nobody reads it. Writer thread.</summary>
    public int WritingSlot => _writing;

    /// <summary>The buffer to write the next frame into. Writer thread.</summary>
    public Span<byte> Begin(int width, int height) => _slots[_writing].Resize(width * height * 4);

    /// <summary>Where the latent of the next frame goes. Writer thread.</summary>
    public Span<float> BeginLatent(int length) => _slots[_writing].ResizeLatent(length);

    /// <summary>Where the features of the next frame go: none where it is painted from its latent. Writer thread.</summary>
    public Span<float> BeginFeatures(int length) => _slots[_writing].ResizeFeatures(length);

    /// <summary>The latent of the frame last taken. Reader thread; valid until the next <see cref="TryTake"/>.</summary>
    public ReadOnlySpan<float> Latent => _slots[_reading].Latent;

    /// <summary>The features of the frame last taken; empty where it was painted from its latent. Reader thread; valid until the next <see cref="TryTake"/>.</summary>
    public ReadOnlySpan<float> Features => _slots[_reading].Features;

    /// <summary>Publishes what was written since <see cref="Begin"/>. Writer thread.</summary>
    public void Publish(in FrameInfo info) => Publish(info, null);

    /// <summary>Publishes a picture that is finished in the writer's device memory, in <see cref="WritingSlot"/>. Writer thread.</summary>
    public void Publish(in FrameInfo info, in DeviceImage image) => Publish(info, (DeviceImage?)image);

    /// <summary>Forgets every picture in device memory, whose owner is about to free it. Writer thread, while the reader is kept away and waits for no copy.</summary>
    public void ForgetImages()
    {
        var middle = _middle & ~FreshBit;
        if (HasFresh && _slots[middle].Image is not null)
        {
            Volatile.Write(ref _middle, middle);
            Interlocked.Increment(ref _dropped);
        }

        foreach (var slot in _slots)
        {
            slot.Forget();
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

    private void Publish(in FrameInfo info, DeviceImage? image)
    {
        var slot = _slots[_writing];
        (slot.Info, slot.Image) = (info, image);
        var replaced = Interlocked.Exchange(ref _middle, _writing | FreshBit);
        _writing = replaced & ~FreshBit;
        if ((replaced & FreshBit) != 0)
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private sealed class Slot
    {
        private byte[] _pixels = [];
        private float[] _latent = [];
        private float[] _features = [];
        private int _featureLength;

        public FrameInfo Info { get; set; }

        public DeviceImage? Image { get; set; }

        public ReadOnlySpan<byte> Pixels => Image is null ? _pixels : [];

        public ReadOnlySpan<float> Latent => _latent;

        public ReadOnlySpan<float> Features => _features.AsSpan(0, _featureLength);

        public Span<float> ResizeLatent(int length)
        {
            if (_latent.Length != length)
            {
                _latent = new float[length];
            }

            return _latent;
        }

        // A fade's features come and go; their room stays.
        public Span<float> ResizeFeatures(int length)
        {
            if (_features.Length < length)
            {
                _features = new float[length];
            }

            _featureLength = length;
            return _features.AsSpan(0, length);
        }

        public void Forget()
        {
            if (Image is not null)
            {
                (Image, _pixels) = (null, []);
            }
        }

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
