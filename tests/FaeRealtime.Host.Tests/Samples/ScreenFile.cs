using System.Buffers.Binary;

namespace FaeRealtime.Host.Tests.Samples;

/// <summary>What an Xvfb with <c>-fbdir</c> shows: a file in the format of xwd, mapped while the server writes to it.</summary>
/// <param name="path">The file.</param>
internal sealed class ScreenFile(string path)
{
    // Fields of the header, big-endian: its own length, bytes of a line, colours of the table behind it, of 12 bytes each.
    private const int HeaderField = 0, LineField = 48, ColoursField = 76, ColourBytes = 12;

    /// <summary>The pixels of a square in the upper left corner, as the server holds them.</summary>
    /// <param name="side">In pixels.</param>
    public uint[] Pixels(int side)
    {
        var bytes = File.ReadAllBytes(path);
        int Field(int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
        var (start, line) = (Field(HeaderField) + (Field(ColoursField) * ColourBytes), Field(LineField));
        return [.. Enumerable.Range(0, side * side).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(start + (i / side * line) + (i % side * 4))) & 0xFFFFFF)];
    }
}
