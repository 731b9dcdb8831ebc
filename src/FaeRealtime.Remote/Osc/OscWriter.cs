using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Remote.Osc;

/// <summary>Writes OSC messages.</summary>
internal static class OscWriter
{
    private const int Alignment = 4;

    /// <summary>A message with one number.</summary>
    /// <param name="address">ASCII.</param>
    /// <param name="value">Type <c>f</c>.</param>
    /// <returns>The packet.</returns>
    public static byte[] Message(string address, float value)
    {
        var packet = Message(address, ",f"u8, out var argument);
        BinaryPrimitives.WriteSingleBigEndian(packet.AsSpan(argument), value);
        return packet;
    }

    /// <summary>A message with one whole number.</summary>
    /// <param name="address">ASCII.</param>
    /// <param name="value">Type <c>i</c>.</param>
    /// <returns>The packet.</returns>
    public static byte[] Message(string address, int value)
    {
        var packet = Message(address, ",i"u8, out var argument);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(argument), value);
        return packet;
    }

    private static byte[] Message(string address, ReadOnlySpan<byte> types, out int argument)
    {
        var head = Padded(address.Length + 1);
        argument = head + Alignment;
        var packet = new byte[argument + sizeof(int)];
        Encoding.ASCII.GetBytes(address, packet);
        types.CopyTo(packet.AsSpan(head));
        return packet;
    }

    private static int Padded(int length) => (length + Alignment - 1) / Alignment * Alignment;
}
