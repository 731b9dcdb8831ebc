using FaeRealtime.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Layers;

public sealed class RotaryEmbeddingTests
{
    private const int Side = 4;
    private const int HeadWidth = 8;

    [Fact]
    public void Rotate_AnyTokens_KeepsTheirLength()
    {
        using var rope = new RotaryEmbedding(HeadWidth, Side, persistent: false);
        var x = Noise.Normal(1, 2, 3, Side * Side, HeadWidth);

        var turned = RotaryEmbedding.Rotate(x, rope.Rotation());

        Assert.True(Noise.MaxDifference(x.square().sum(-1), turned.square().sum(-1)) < 1e-5);
        Assert.True(Noise.MaxDifference(x, turned) > 0.1);
    }

    [Fact]
    public void Rotate_SameVectorEverywhere_ProductsDependOnTheOffsetAlone()
    {
        using var rope = new RotaryEmbedding(HeadWidth, Side, persistent: false);
        var rotation = rope.Rotation();
        var q = RotaryEmbedding.Rotate(Noise.Normal(2, HeadWidth).expand(1, 1, Side * Side, HeadWidth).contiguous(), rotation)[0, 0];
        var k = RotaryEmbedding.Rotate(Noise.Normal(3, HeadWidth).expand(1, 1, Side * Side, HeadWidth).contiguous(), rotation)[0, 0];
        var products = q.matmul(k.t()); // [T, T]

        // One row down and two columns right, from two different places.
        Assert.Equal(products[0, 6].ToDouble(), products[9, 15].ToDouble(), 1e-4);
        Assert.NotEqual(products[0, 6].ToDouble(), products[0, 9].ToDouble(), 2);
    }

    [Fact]
    public void Rotate_SecondColumn_TurnsTheSecondHalfOfTheHeadOnly()
    {
        using var rope = new RotaryEmbedding(HeadWidth, Side, persistent: false);
        var x = zeros([1, 1, Side * Side, HeadWidth]);
        x[0, 0, 1] = tensor([1f, 2f, 3f, 4f, 1f, 0f, 0f, 1f]);

        var turned = Noise.Values(RotaryEmbedding.Rotate(x, rope.Rotation())[0, 0, 1]);

        // Row 0: untouched. Column 1: pair 0 turns by 1, pair 1 by 10000^(−2/4) = 0.01.
        float[] expected = [1, 2, 3, 4, MathF.Cos(1), MathF.Sin(1), -MathF.Sin(0.01f), MathF.Cos(0.01f)];
        Assert.Equal(expected, turned, (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
