using FaeRealtime.Graphics.Compute;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>Values from the processor's memory into the device's or back: one at a time, described first and then run. Kept, so that a frame allocates nothing.</summary>
/// <param name="context">Whose memory it is; asked behind each reading whether its device was reset. Borrowed.</param>
/// <param name="readBack">The way back. Borrowed.</param>
internal sealed unsafe class GlTransfer(IGlContext context, ReadBack readBack) : IGlWork
{
    private StorageBuffer? _buffer;
    private ComputeImage? _image;
    private long _first;
    private nint _memory;
    private int _length;
    private bool _reads;
    private bool _started;

    /// <summary>From the processor's memory.</summary>
    public void Write(StorageBuffer target, long first, nint memory, int length) => Set(target, null, first, memory, length, reads: false);

    /// <summary>Into the processor's memory.</summary>
    public void Read(StorageBuffer source, long first, nint memory, int length) => Set(source, null, first, memory, length, reads: true);

    /// <summary>A picture into the processor's memory.</summary>
    public void Read(ComputeImage source, nint memory, int length) => Set(null, source, 0, memory, length, reads: true);

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public GlPiece Advance(ulong patience)
    {
        var memory = new Span<byte>((void*)_memory, _length);
        if (!_reads)
        {
            _buffer!.Write<byte>(_first, memory);
            return GlPiece.Last;
        }

        if (!_started)
        {
            Start();
        }

        if (!readBack.TryFinish(memory, patience))
        {
            return GlPiece.Waits;
        }

        DeviceReset.Require(context);
        return GlPiece.Last;
    }

    private void Start()
    {
        if (_image is not null)
        {
            readBack.Start(_image);
        }
        else
        {
            readBack.Start(_buffer!, _first, _length);
        }

        _started = true;
    }

    private void Set(StorageBuffer? buffer, ComputeImage? image, long first, nint memory, int length, bool reads)
    {
        (_buffer, _image, _first, _memory, _length, _reads) = (buffer, image, first, memory, length, reads);
        _started = false;
    }
}
