using System.Net;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Dmx;

namespace FaeRealtime.Remote.Tests.Dmx;

public sealed class DmxPacketTests
{
    [Theory]
    [InlineData(DmxProtocol.ArtNet, 0x1234)]
    [InlineData(DmxProtocol.Sacn, 63999)]
    public void TryRead_WhatWasWritten_IsTheSame(DmxProtocol protocol, int universe)
    {
        var random = new Random(3);
        for (var round = 0; round < 100; round++)
        {
            var channels = new byte[random.Next(1, 257) * 2];
            random.NextBytes(channels);
            var packet = new byte[DmxPacket.Largest];
            var length = DmxPacket.Write(protocol, packet, universe, 7, Guid.NewGuid(), channels);
            Assert.True(DmxPacket.TryRead(protocol, packet.AsSpan(0, length), out var read, out var values));
            Assert.Equal(universe, read);
            Assert.Equal(channels, values.ToArray());
        }
    }

    /// <summary>By hand, from Art-Net 4's table ArtDmx.</summary>
    [Fact]
    public void Write_ArtNet_IsAsTheProtocolSays()
    {
        var packet = new byte[DmxPacket.Largest];
        var length = DmxPacket.Write(DmxProtocol.ArtNet, packet, 0x0123, 9, Guid.Empty, [255, 1, 2]);
        Assert.Equal((byte[])[.. "Art-Net\0"u8, 0x00, 0x50, 0, 14, 9, 0, 0x23, 0x01, 0, 4, 255, 1, 2, 0], packet[..length]);
    }

    /// <summary>By hand, from ANSI E1.31-2018, tables 4-1 to 4-3: a whole universe has the lengths that are printed there.</summary>
    [Fact]
    public void Write_Sacn_IsAsTheStandardSays()
    {
        var packet = new byte[DmxPacket.Largest];
        Assert.Equal(638, DmxPacket.Write(DmxProtocol.Sacn, packet, 1, 200, new Guid("00112233-4455-6677-8899-aabbccddeeff"), new byte[512]));
        Assert.Equal((byte[])[0, 0x10, 0, 0, .. "ASC-E1.17\0\0\0"u8, 0x72, 0x6E, 0, 0, 0, 4, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0x72, 0x58, 0, 0, 0, 2, .. "FaeRealtime"u8], packet[..55]);
        Assert.Equal((byte[])[100, 0, 0, 200, 0, 0, 1, 0x72, 0x0B, 2, 0xA1, 0, 0, 0, 1, 0x02, 0x01, 0], packet[108..126]);
    }

    /// <summary>Whatever comes: it is read or not, and nothing is thrown.</summary>
    [Theory]
    [InlineData(DmxProtocol.ArtNet)]
    [InlineData(DmxProtocol.Sacn)]
    public void TryRead_SpoiledPackets_AreReadWithinTheirBytesOrNotAtAll(DmxProtocol protocol)
    {
        var random = new Random(4);
        var whole = new byte[DmxPacket.Largest];
        for (var round = 0; round < 20_000; round++)
        {
            var length = DmxPacket.Write(protocol, whole, 1, 1, Guid.Empty, new byte[random.Next(1, 257) * 2]);
            var packet = whole[..random.Next(0, length + 1)];
            for (var i = random.Next(0, 4); i > 0 && packet.Length > 0; i--)
            {
                packet[random.Next(Math.Min(packet.Length, 130))] = (byte)random.Next(256);
            }

            if (DmxPacket.TryRead(protocol, packet, out _, out var channels))
            {
                Assert.InRange(channels.Length, 1, 512);
            }
        }
    }

    [Fact]
    public void TryRead_OtherPackets_AreNone()
    {
        var packet = new byte[DmxPacket.Largest];
        var length = DmxPacket.Write(DmxProtocol.Sacn, packet, 1, 1, Guid.Empty, [1, 2]);
        Assert.False(DmxPacket.TryRead(DmxProtocol.ArtNet, packet.AsSpan(0, length), out _, out _));
        packet[112] = 0x80;
        Assert.False(DmxPacket.TryRead(DmxProtocol.Sacn, packet.AsSpan(0, length), out _, out _));
    }

    [Theory]
    [InlineData("artnet", DmxProtocol.ArtNet, null, 0)]
    [InlineData("artnet:192.168.1.20/3", DmxProtocol.ArtNet, "192.168.1.20", 3)]
    [InlineData("sacn/63999", DmxProtocol.Sacn, null, 63999)]
    [InlineData("sacn:0.0.0.0", DmxProtocol.Sacn, "0.0.0.0", 1)]
    [InlineData("artnet:localhost/1", DmxProtocol.ArtNet, "127.0.0.1", 1)]
    public void Parse_Place_Read(string text, DmxProtocol protocol, string? host, int universe) =>
        Assert.Equal(new DmxPlace(protocol, host is null ? null : IPAddress.Parse(host), universe), DmxPlace.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("dmx/1")]
    [InlineData("sacn/0")]
    [InlineData("sacn/64000")]
    [InlineData("artnet/32768")]
    [InlineData("artnet:nowhere/1")]
    [InlineData("artnet:1.2.3.4/x")]
    [InlineData("artnet/-1")]
    public void Parse_NoPlace_Refused(string text) => Assert.Contains("artnet", Assert.Throws<ConfigException>(() => DmxPlace.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fill_Quarters_AreTheirMeans()
    {
        const int Side = 4;
        var rgba = new byte[Side * Side * 4];
        for (var i = 0; i < Side * Side; i++)
        {
            var (right, low) = (i % Side >= 2, i / Side >= 2);
            (rgba[i * 4], rgba[(i * 4) + 1], rgba[(i * 4) + 2]) = ((byte)(right ? 200 : 0), (byte)(low ? 100 : 0), (byte)(i % 2 == 0 ? 10 : 30));
        }

        var channels = new byte[12];
        DmxOutput.Fill(rgba, Side, Side, new DmxCells(2, 2), channels);
        Assert.Equal((byte[])[0, 0, 20, 200, 0, 20, 0, 100, 20, 200, 100, 20], channels);
        var whole = new byte[3];
        DmxOutput.Fill(rgba, Side, Side, new DmxCells(1, 1), whole);
        Assert.Equal((byte[])[100, 50, 20], whole);

        // More cells than pixels: each has one all the same.
        DmxOutput.Fill(rgba, Side, Side, new DmxCells(7, 3), new byte[7 * 3 * 3]);
    }
}
