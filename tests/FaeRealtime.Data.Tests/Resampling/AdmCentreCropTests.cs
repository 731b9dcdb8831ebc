using System.Drawing;
using FaeRealtime.Data.Resampling;

namespace FaeRealtime.Data.Tests.Resampling;

public sealed class AdmCentreCropTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 20_000)]
    [InlineData(9_000, 3)]
    [InlineData(64, 64)]
    [InlineData(63, 65)]
    [InlineData(129, 4_000)]
    public void Apply_AnySize_IsASquareOfTheWantedSize(int width, int height)
    {
        var cropped = AdmCentreCrop.Apply(Picture(width, height), 64);

        Assert.Equal((64, 64), (cropped.Width, cropped.Height));
        Assert.Equal(3 * 64 * 64, cropped.Pixels.Length);
    }

    [Fact]
    public void Apply_RightSizeAlready_IsThePictureItself()
    {
        var image = Picture(32, 32);

        Assert.Same(image.Pixels, AdmCentreCrop.Apply(image, 32).Pixels);
    }

    [Fact]
    public void Apply_OnePixel_IsThatColour() => Assert.All(AdmCentreCrop.Apply(new RgbImage(1, 1, [7, 7, 7]), 16).Pixels, level => Assert.Equal(7, level));

    [Fact]
    public void Resize_Window_IsThatPartOfTheWhole()
    {
        var image = Picture(37, 53);
        var sizes = new[] { (19, 80), (60, 20), (37, 31), (37, 53) };
        foreach (var (filter, (width, height)) in Enum.GetValues<ResampleFilter>().SelectMany(filter => sizes.Select(size => (filter, size))))
        {
            var window = new Rectangle(3, 5, 11, 9);
            var whole = PillowResize.Resize(image, width, height, filter);

            var part = PillowResize.Resize(image, new Size(width, height), window, filter);

            Assert.Equal(PillowResize.Cut(whole, window).Pixels, part.Pixels);
        }
    }

    private static RgbImage Picture(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i * 31) ^ (i >> 5));
        }

        return new RgbImage(width, height, pixels);
    }
}
