using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Host.Osc;

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
        var types = Padded(address.Length + 1);
        var packet = new byte[types + Alignment + sizeof(float)];
        Encoding.ASCII.GetBytes(address, packet);
        ",f"u8.CopyTo(packet.AsSpan(types));
        BinaryPrimitives.WriteSingleBigEndian(packet.AsSpan(types + Alignment), value);
        return packet;
    }

    private static int Padded(int length) => (length + Alignment - 1) / Alignment * Alignment;
}
