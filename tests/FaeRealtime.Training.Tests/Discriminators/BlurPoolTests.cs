using FaeRealtime.Core.Noise;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Discriminators;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class BlurPoolTests
{
    private static readonly double[] Filter = [0.125, 0.375, 0.375, 0.125];

    [Theory]
    [InlineData(8, 6)]
    [InlineData(7, 5)] // Odd sides have one zero before and two behind.
    public void Halve_AnySides_IsTheFilterOfEveryChannelByHand(int height, int width)
    {
        const int Planes = 2 * 3;
        var values = new float[Planes * height * width];
        PhiloxNoise.FillNormal(1, 0, 0, values);
        using var scope = torch.NewDisposeScope();

        var halved = BlurPool.Halve(torch.tensor(values, [2, 3, height, width]));

        var (rows, columns) = ((height + 1) / 2, (width + 1) / 2);
        Assert.Equal([2, 3, rows, columns], halved.shape);
        var ours = TensorExport.Values(halved);
        for (var i = 0; i < ours.Length; i++)
        {
            var (plane, row, column) = (i / (rows * columns), i / columns % rows, i % columns);
            Assert.Equal(ByHand(values.AsSpan(plane * height * width, height * width), height, width, row, column), ours[i], 1e-5);
        }
    }

    [Fact]
    public void Halve_AConstant_StaysItInside()
    {
        using var scope = torch.NewDisposeScope();

        var inner = BlurPool.Halve(torch.ones([1, 1, 8, 8])).narrow(2, 1, 2).narrow(3, 1, 2).contiguous();

        Assert.All(TensorExport.Values(inner), value => Assert.Equal(1, value, 5));
    }

    private static double ByHand(ReadOnlySpan<float> plane, int height, int width, int row, int column)
    {
        var sum = 0.0;
        for (var i = 0; i < Filter.Length; i++)
        {
            for (var j = 0; j < Filter.Length; j++)
            {
                var (y, x) = ((2 * row) + i - 1, (2 * column) + j - 1);
                sum += y >= 0 && y < height && x >= 0 && x < width ? Filter[i] * Filter[j] * plane[(y * width) + x] : 0;
            }
        }

        return sum;
    }
}
