using FaeRealtime.Core.Checkpoints.Zip;

namespace FaeRealtime.Core.Tests.Checkpoints.Zip;

public sealed class Crc32Tests
{
    [Fact]
    public void Append_CheckString_CataloguedValue()
    {
        var crc = new Crc32();
        crc.Append("123456789"u8);

        Assert.Equal(0xCBF43926u, crc.Value);
    }

    [Fact]
    public void Append_InAnyPieces_ValueByDefinition()
    {
        var bytes = Enumerable.Range(0, 1000).Select(i => (byte)(i * 37)).ToArray();
        for (var cut = 0; cut < 40; cut++)
        {
            var crc = new Crc32();
            crc.Append(bytes.AsSpan(0, cut));
            crc.Append(bytes.AsSpan(cut));
            Assert.Equal(ByDefinition(bytes), crc.Value);
        }
    }

    private static uint ByDefinition(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
