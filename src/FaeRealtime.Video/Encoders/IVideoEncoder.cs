namespace FaeRealtime.Video.Encoders;

/// <summary>Turns frames into one kind of file. Failures are what .NET throws; the caller says them in words.</summary>
public interface IVideoEncoder : IDisposable
{
    /// <summary>Adds a frame; may wait for a disk, a program or a reader.</summary>
    /// <param name="rgba">RGBA <c>[H, W, 4]</c>, top row first. Borrowed.</param>
    void Add(ReadOnlySpan<byte> rgba);

    /// <summary>Makes the file whole and puts it in its place. Disposing without it leaves no file.</summary>
    void Finish();
}
