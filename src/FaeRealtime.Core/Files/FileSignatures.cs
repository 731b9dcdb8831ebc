namespace FaeRealtime.Core.Files;

/// <summary>The bytes that files of known formats begin with.</summary>
public static class FileSignatures
{
    /// <summary>A PNG's first 8 bytes (PNG specification, third edition, section 5.2).</summary>
    public static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
}
