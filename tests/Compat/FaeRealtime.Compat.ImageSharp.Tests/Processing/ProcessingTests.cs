using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace FaeRealtime.Compat.ImageSharp.Tests.Processing;

public sealed class ProcessingTests
{
    [Fact]
    public void Crop_Rectangle_KeepsItsPixels()
    {
        using Image<L8> image = Image.LoadPixelData<L8>([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3);
        using Image<L8> part = image.Clone(context => context.Crop(new Rectangle(1, 1, 2, 2)));
        Assert.Equal([5, 6, 8, 9], Pictures.Bytes(part));
        image.Mutate(context => context.Crop(2, 1));
        Assert.Equal([1, 2], Pictures.Bytes(image));
    }

    [Fact]
    public void Crop_Outside_IsAnArgumentErrorAndChangesNothing()
    {
        using Image<L8> image = new(3, 3, new L8(5));
        Assert.Throws<ArgumentException>(() => image.Mutate(context => context.Flip(FlipMode.Horizontal).Crop(new Rectangle(2, 0, 2, 1))));
        Assert.Throws<ArgumentException>(() => image.Mutate(context => context.Crop(4, 1)));
        Assert.Equal(new Size(3, 3), image.Size);
    }

    [Fact]
    public void Flip_Modes_MirrorTheAxis()
    {
        byte[] pixels = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4];
        Assert.Equal([2, 2, 2, 1, 1, 1, 4, 4, 4, 3, 3, 3], Flipped(pixels, FlipMode.Horizontal));
        Assert.Equal([3, 3, 3, 4, 4, 4, 1, 1, 1, 2, 2, 2], Flipped(pixels, FlipMode.Vertical));
        Assert.Equal(pixels, Flipped(pixels, FlipMode.None));
    }

    [Fact]
    public void DrawImage_ContactSheet_PlacesAndCuts()
    {
        using Image<Rgb24> sheet = new(4, 2);
        using Image<Rgb24> tile = new(2, 2, new Rgb24(10, 20, 30));
        sheet.Mutate(context => context.DrawImage(tile, new Point(3, -1), 1f).DrawImage(tile, new Point(9, 9), 1f));
        Assert.Equal(new Rgb24(10, 20, 30), sheet[3, 0]);
        Assert.Equal(default, sheet[2, 0]);
        Assert.Equal(default, sheet[3, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sheet.Mutate(context => context.DrawImage(tile, 1.5f)));
    }

    [Fact]
    public void DrawImage_AlphaAndOpacity_Blend()
    {
        using Image<Rgb24> sheet = new(1, 1, new Rgb24(0, 100, 200));
        using Image<Rgba32> tile = new(1, 1, new Rgba32(255, 255, 255, 255));
        using Image<Rgb24> half = sheet.Clone(context => context.DrawImage(tile, 0.5f));
        Assert.Equal(new Rgb24(128, 178, 228), half[0, 0]);
        tile[0, 0] = new Rgba32(255, 255, 255, 0);
        sheet.Mutate(context => context.DrawImage(tile, 1f));
        Assert.Equal(new Rgb24(0, 100, 200), sheet[0, 0]);
    }

    [Fact]
    public void DrawImage_OnTransparent_TakesTheForeground()
    {
        using Image<Rgba32> sheet = new(1, 1);
        using Image<Rgba32> tile = new(1, 1, new Rgba32(10, 20, 30, 100));
        sheet.Mutate(context => context.DrawImage(tile, 1f));
        Assert.Equal(new Rgba32(10, 20, 30, 100), sheet[0, 0]);
    }

    [Fact]
    public void Mutate_Frames_AllFollowAndKeepIdentity()
    {
        using Image<L8> image = new(4, 4, new L8(1));
        ImageFrame<L8> second = image.Frames.CreateFrame(new L8(2));
        second.Metadata.GetWebpMetadata().FrameDelay = 30;
        image.Mutate(context =>
        {
            context.Resize(2, 2);
            Assert.Equal(new Size(2, 2), context.GetCurrentSize());
        });
        Assert.Same(second, image.Frames[1]);
        Assert.Equal(new Size(2, 2), second.Size());
        Assert.Equal(2, second[1, 1].PackedValue);
        Assert.Equal(30u, image.Frames[1].Metadata.GetWebpMetadata().FrameDelay);
    }

    private static byte[] Flipped(byte[] pixels, FlipMode mode)
    {
        using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(pixels, 2, 2);
        image.Mutate(context => context.Flip(mode));
        return Pictures.Bytes(image);
    }
}
