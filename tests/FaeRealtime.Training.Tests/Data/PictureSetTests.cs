using FaeRealtime.Training.Data;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Data;

public sealed class PictureSetTests
{
    // Two pictures of 2 × 2: bytes count up.
    private readonly PictureSet pictures = new([.. Enumerable.Range(0, 24).Select(i => (byte)i)], 2, [4, 5], ["a", "b"], mirrored: true);

    [Fact]
    public void Gather_PlainView_IsThePictureInUnitRange()
    {
        using var batch = pictures.Gather([1]);

        Assert.Equal([1, 3, 2, 2], batch.shape);
        Assert.Equal([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], Levels(batch));
    }

    [Fact]
    public void Gather_MirroredView_SwapsColumns()
    {
        using var batch = pictures.Gather([2]);

        Assert.Equal([1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10], Levels(batch));
    }

    [Fact]
    public void LabelOf_MirroredView_IsThePictures() => Assert.Equal([4, 5, 4, 5], Enumerable.Range(0, 4).Select(view => pictures.LabelOf(view)));

    private static int[] Levels(torch.Tensor batch) => [.. batch.data<float>().ToArray().Select(value => (int)Math.Round(value * 255))];
}
