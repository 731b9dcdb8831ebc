using FaeRealtime.Testing;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace FaeRealtime.Compat.ImageSharp.Tests.Processing;

public sealed class ResizeTests
{
    private const string Folder = "fixtures/adm_center_crop";

    [SharedTheory(Folder)]
    [InlineData("BOX", 56, 48)]
    [InlineData("BILINEAR", 56, 48)]
    [InlineData("BILINEAR", 338, 106)]
    [InlineData("BICUBIC", 56, 48)]
    [InlineData("BICUBIC", 338, 106)]
    [InlineData("LANCZOS", 56, 48)]
    public void Resize_AcrossThenDown_IsWithinOneOfPillow(string filter, int width, int height)
    {
        PublishedTensors expected = new($"{Folder}/io.safetensors");
        using Image<Rgb24> image = Image.Load<Rgb24>(SharedData.Path($"{Folder}/odd_rgb.png"));

        // Pillow rounds to bytes between its two passes; one two-dimensional resize here (as published) does not.
        image.Mutate(context => context.Resize(width, image.Height, Resampler(filter)).Resize(width, height, Resampler(filter)));
        (int largest, double mean) = Pictures.Difference(Pictures.Bytes(image), expected[$"resize.{filter}.{width}x{height}"]);
        Assert.InRange(largest, 0, 1);
        Assert.InRange(mean, 0, 0.02);
    }

    [Theory]
    [InlineData("BOX")]
    [InlineData("BILINEAR")]
    [InlineData("BICUBIC")]
    [InlineData("LANCZOS")]
    [InlineData("NEAREST")]
    public void Resize_Constant_StaysConstant(string filter)
    {
        using Image<Rgba32> image = new(31, 17, new Rgba32(200, 3, 77, 120));
        using Image<Rgba32> small = image.Clone(context => context.Resize(7, 5, Resampler(filter)));
        using Image<Rgba32> large = image.Clone(context => context.Resize(64, 49, Resampler(filter)));
        foreach (Image<Rgba32> result in (Image<Rgba32>[])[small, large])
        {
            for (int i = 0; i < result.Width * result.Height; i++)
            {
                Assert.Equal(new Rgba32(200, 3, 77, 120), result[i % result.Width, i / result.Width]);
            }
        }
    }

    [Fact]
    public void Box_IntegerRatio_IsTheMean()
    {
        using Image<L8> image = Image.LoadPixelData<L8>([10, 20, 100, 104, 30, 40, 108, 112], 4, 2);
        image.Mutate(context => context.Resize(2, 1, KnownResamplers.Box));
        Assert.Equal([25, 106], Pictures.Bytes(image));
    }

    [Fact]
    public void Triangle_Doubled_IsLinear()
    {
        using Image<L8> image = Image.LoadPixelData<L8>([0, 100], 2, 1);
        image.Mutate(context => context.Resize(4, 1, KnownResamplers.Triangle));
        Assert.Equal([0, 25, 75, 100], Pictures.Bytes(image));
    }

    [Fact]
    public void Bicubic_Doubled_HasKeysWeights()
    {
        // At a quarter pixel Keys' kernel (a = -1/2) weighs -9/128, 111/128, 29/128, -3/128.
        using Image<L8> image = Image.LoadPixelData<L8>([0, 0, 128, 0, 0, 0], 6, 1);
        image.Mutate(context => context.Resize(12, 1));
        Assert.Equal([0, 29, 111, 111, 29], Pictures.Bytes(image)[2..7]);
    }

    [Fact]
    public void Lanczos3_Values_AreTheClosedForm()
    {
        IResampler sampler = KnownResamplers.Lanczos3;
        Assert.Equal(3, sampler.Radius);
        Assert.Equal(1, sampler.GetValue(0));
        Assert.Equal(0, sampler.GetValue(1), 6);
        Assert.Equal(0, sampler.GetValue(3));

        // sinc(1/2) * sinc(1/6) = (2 / pi) * (3 / pi)
        Assert.Equal(6 / (Math.PI * Math.PI), sampler.GetValue(0.5f), 6);
    }

    [Fact]
    public void Nearest_Doubled_RepeatsPixels()
    {
        using Image<L8> image = Image.LoadPixelData<L8>([1, 2, 3], 3, 1);
        image.Mutate(context => context.Resize(6, 2, KnownResamplers.NearestNeighbor));
        Assert.Equal([1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3], Pictures.Bytes(image));
    }

    [Fact]
    public void Alpha_Transparent_DoesNotBleed()
    {
        using Image<Rgba32> image = Image.LoadPixelData<Rgba32>([new Rgba32(255, 0, 0, 0), new Rgba32(0, 255, 0, 255)], 2, 1);
        using Image<Rgba32> weighted = image.Clone(context => context.Resize(1, 1, KnownResamplers.Box));
        Assert.Equal(new Rgba32(0, 255, 0, 128), weighted[0, 0]);
        ResizeOptions straight = new() { Size = new Size(1, 1), Mode = ResizeMode.Stretch, Sampler = KnownResamplers.Box, PremultiplyAlpha = false };
        using Image<Rgba32> plain = image.Clone(context => context.Resize(straight));
        Assert.Equal(new Rgba32(128, 128, 0, 128), plain[0, 0]);
    }

    [Theory]
    [InlineData(ResizeMode.Stretch, 50, 50)]
    [InlineData(ResizeMode.Crop, 50, 50)]
    [InlineData(ResizeMode.Pad, 50, 50)]
    [InlineData(ResizeMode.Max, 50, 25)]
    [InlineData(ResizeMode.Min, 100, 50)]
    public void Mode_WidePicture_HasThisSize(ResizeMode mode, int width, int height)
    {
        using Image<L8> image = new(200, 100, new L8(9));
        image.Mutate(context => context.Resize(new ResizeOptions { Size = new Size(50, 50), Mode = mode }));
        Assert.Equal(new Size(width, height), image.Size);
    }

    [Fact]
    public void Crop_Anchors_TakeTheirSide()
    {
        using Image<L8> image = Image.LoadPixelData<L8>([1, 2, 3, 4], 4, 1);
        Assert.Equal(1, Cropped(image, AnchorPositionMode.Left));
        Assert.Equal(3, Cropped(image, AnchorPositionMode.Center));
        Assert.Equal(4, Cropped(image, AnchorPositionMode.BottomRight));
    }

    [Fact]
    public void Pad_WidePicture_HasBars()
    {
        using Image<Rgb24> image = new(4, 2, new Rgb24(1, 2, 3));
        image.Mutate(context => context.Resize(new ResizeOptions { Size = new Size(4, 4), Mode = ResizeMode.Pad, PadColor = Color.White }));
        Assert.Equal(new Rgb24(255, 255, 255), image[0, 0]);
        Assert.Equal(new Rgb24(1, 2, 3), image[3, 1]);
        Assert.Equal(new Rgb24(1, 2, 3), image[0, 2]);
        Assert.Equal(new Rgb24(255, 255, 255), image[3, 3]);
    }

    [Fact]
    public void Resize_OneSideZero_FollowsAndBothRefused()
    {
        using Image<L8> image = new(30, 20);
        image.Mutate(context => context.Resize(0, 10));
        Assert.Equal(new Size(15, 10), image.Size);
        Assert.Throws<ArgumentException>(() => image.Mutate(context => context.Resize(0, 0)));
        Assert.Throws<ArgumentException>(() => image.Mutate(context => context.Resize(-4, 3)));
        Assert.Equal(new Size(15, 10), image.Size);
    }

    private static byte Cropped(Image<L8> image, AnchorPositionMode position)
    {
        ResizeOptions options = new() { Size = new Size(1, 1), Position = position, Sampler = KnownResamplers.Box };
        using Image<L8> result = image.Clone(context => context.Resize(options));
        return result[0, 0].PackedValue;
    }

    private static IResampler Resampler(string filter) => filter switch
    {
        "BOX" => KnownResamplers.Box,
        "BILINEAR" => KnownResamplers.Triangle,
        "BICUBIC" => KnownResamplers.Bicubic,
        "LANCZOS" => KnownResamplers.Lanczos3,
        _ => KnownResamplers.NearestNeighbor,
    };
}
