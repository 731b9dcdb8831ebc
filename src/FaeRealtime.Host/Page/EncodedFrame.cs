namespace FaeRealtime.Host.Page;

/// <summary>A frame as it goes to browsers; shared by all that watch, never changed.</summary>
/// <param name="Version">Counts encoded frames from 1.</param>
/// <param name="Jpeg">The file.</param>
internal sealed record EncodedFrame(long Version, ReadOnlyMemory<byte> Jpeg);
