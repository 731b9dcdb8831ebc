using System.Buffers.Binary;
using System.Net;

namespace FaeRealtime.Remote.Dmx;

/// <summary>Packets of one universe: Art-Net 4's ArtDmx, and ANSI E1.31-2018's data packet. Everything else is none.</summary>
internal static class DmxPacket
{
    public const int MostChannels = 512;
    public const int LastArtNet = 0x7FFF;
    public const int FirstSacn = 1;
    public const int LastSacn = 63999;
    public const int Largest = SacnHead + MostChannels;

    private const int ArtNetHead = 18;
    private const int ArtNetVersion = 14;
    private const ushort ArtNetOutput = 0x5000;

    private const int SacnHead = 126;
    private const int SacnName = 44;
    private const byte SacnPriority = 100;
    private const byte SacnPreview = 0x80;

    // Flags of every length, and the place from which the root layer counts.
    private const int LengthFlags = 0x7000;
    private const int RootBegin = 16;
    private const int FramingBegin = 38;
    private const int PropertyBegin = 115;

    /// <summary>The port of a protocol.</summary>
    public static int Port(DmxProtocol protocol) => protocol == DmxProtocol.ArtNet ? 6454 : 5568;

    /// <summary>The multicast group of a universe of sACN.</summary>
    public static IPAddress Group(int universe) => new([239, 255, (byte)(universe >> 8), (byte)universe]);

    /// <summary>Reads a packet.</summary>
    /// <param name="protocol">How it came.</param>
    /// <param name="packet">As it came.</param>
    /// <param name="universe">Receives its universe.</param>
    /// <param name="channels">Receives its channels from the first on, a view of the packet.</param>
    /// <returns>False where it is another packet of the protocol, or none.</returns>
    public static bool TryRead(DmxProtocol protocol, ReadOnlySpan<byte> packet, out int universe, out ReadOnlySpan<byte> channels) => protocol == DmxProtocol.ArtNet
        ? TryReadArtNet(packet, out universe, out channels)
        : TryReadSacn(packet, out universe, out channels);

    /// <summary>Writes a packet.</summary>
    /// <param name="protocol">How it goes.</param>
    /// <param name="packet">Receives it; room for <see cref="Largest"/>.</param>
    /// <param name="universe">Its universe.</param>
    /// <param name="sequence">One more than the last one's; 0 is left out by Art-Net.</param>
    /// <param name="source">Who sends, 16 bytes.</param>
    /// <param name="channels">At most <see cref="MostChannels"/>.</param>
    /// <returns>Its length.</returns>
    public static int Write(DmxProtocol protocol, Span<byte> packet, int universe, byte sequence, Guid source, ReadOnlySpan<byte> channels) => protocol == DmxProtocol.ArtNet
        ? WriteArtNet(packet, universe, sequence, channels)
        : WriteSacn(packet, universe, sequence, source, channels);

    private static ReadOnlySpan<byte> ArtNetName => "Art-Net\0"u8;

    private static ReadOnlySpan<byte> AcnName => "ASC-E1.17\0\0\0"u8;

    private static bool TryReadArtNet(ReadOnlySpan<byte> packet, out int universe, out ReadOnlySpan<byte> channels)
    {
        universe = 0;
        channels = [];
        if (packet.Length < ArtNetHead || !packet.StartsWith(ArtNetName) || BinaryPrimitives.ReadUInt16LittleEndian(packet[8..]) != ArtNetOutput)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[16..]);
        if (length is 0 or > MostChannels || packet.Length < ArtNetHead + length)
        {
            return false;
        }

        universe = BinaryPrimitives.ReadUInt16LittleEndian(packet[14..]) & LastArtNet;
        channels = packet.Slice(ArtNetHead, length);
        return true;
    }

    private static bool TryReadSacn(ReadOnlySpan<byte> packet, out int universe, out ReadOnlySpan<byte> channels)
    {
        universe = 0;
        channels = [];
        var isData = packet.Length > SacnHead
            && packet[4..].StartsWith(AcnName)
            && BinaryPrimitives.ReadUInt32BigEndian(packet[18..]) == 4
            && BinaryPrimitives.ReadUInt32BigEndian(packet[40..]) == 2
            && packet[117] == 2
            && packet[118] == 0xA1
            && packet[125] == 0
            && (packet[112] & SacnPreview) == 0;
        if (!isData)
        {
            return false;
        }

        // The count has the start code with it.
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[123..]) - 1;
        if (length is < 1 or > MostChannels || packet.Length < SacnHead + length)
        {
            return false;
        }

        universe = BinaryPrimitives.ReadUInt16BigEndian(packet[113..]);
        channels = packet.Slice(SacnHead, length);
        return true;
    }

    private static int WriteArtNet(Span<byte> packet, int universe, byte sequence, ReadOnlySpan<byte> channels)
    {
        // An even number of channels, 2 or more.
        var length = channels.Length + (channels.Length % 2);
        packet[..(ArtNetHead + length)].Clear();
        ArtNetName.CopyTo(packet);
        BinaryPrimitives.WriteUInt16LittleEndian(packet[8..], ArtNetOutput);
        packet[11] = ArtNetVersion;
        packet[12] = sequence;
        BinaryPrimitives.WriteUInt16LittleEndian(packet[14..], (ushort)universe);
        BinaryPrimitives.WriteUInt16BigEndian(packet[16..], (ushort)length);
        channels.CopyTo(packet[ArtNetHead..]);
        return ArtNetHead + length;
    }

    private static int WriteSacn(Span<byte> packet, int universe, byte sequence, Guid source, ReadOnlySpan<byte> channels)
    {
        var length = SacnHead + channels.Length;
        packet[..SacnHead].Clear();
        packet[1] = 0x10;
        AcnName.CopyTo(packet[4..]);
        WriteLength(packet, RootBegin, length);
        packet[21] = 4;
        source.TryWriteBytes(packet[22..], bigEndian: true, out _);
        WriteLength(packet, FramingBegin, length);
        packet[43] = 2;
        "FaeRealtime"u8.CopyTo(packet[SacnName..]);
        packet[108] = SacnPriority;
        packet[111] = sequence;
        BinaryPrimitives.WriteUInt16BigEndian(packet[113..], (ushort)universe);
        WriteLength(packet, PropertyBegin, length);
        packet[117] = 2;
        packet[118] = 0xA1;
        packet[122] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(packet[123..], (ushort)(channels.Length + 1));
        channels.CopyTo(packet[SacnHead..]);
        return length;
    }

    private static void WriteLength(Span<byte> packet, int from, int end) => BinaryPrimitives.WriteUInt16BigEndian(packet[from..], (ushort)(LengthFlags | (end - from)));
}
