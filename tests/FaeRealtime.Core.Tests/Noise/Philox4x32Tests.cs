using FaeRealtime.Core.Noise;

namespace FaeRealtime.Core.Tests.Noise;

public sealed class Philox4x32Tests
{
    // Random123, tests/kat_vectors, philox4x32 with 10 rounds: counter words 0..3, key words 0..1, result words 0..3.
    [Theory]
    [InlineData(
        new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 }, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, new uint[] { 0xffffffff, 0xffffffff }, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, new uint[] { 0xa4093822, 0x299f31d0 }, new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Block_PublishedVector_Equal(uint[] counter, uint[] key, uint[] expected)
    {
        var (x0, x1, x2, x3) = Philox4x32.Block((Join(counter[0], counter[1]), Join(counter[2], counter[3])), Join(key[0], key[1]));

        Assert.Equal(expected, new[] { x0, x1, x2, x3 });
    }

    private static ulong Join(uint low, uint high) => ((ulong)high << 32) | low;
}
