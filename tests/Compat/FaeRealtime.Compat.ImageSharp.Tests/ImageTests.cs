using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Compat.ImageSharp.Tests;

public sealed class ImageTests
{
    [Fact]
    public void New_Image_IsCleared()
    {
        // Fills the pool with other bytes first.
        new Image<Rgba32>(16, 16, new Rgba32(9, 9, 9, 9)).Dispose();
        using Image<Rgba32> image = new(16, 16);
        Assert.All(Pictures.Bytes(image), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Rows_WrittenByAccessor_AreReadByIndexerMemoryAndCopy()
    {
        using Image<Rgb24> image = new(3, 2);
        image.ProcessPixelRows(rows =>
        {
            for (int y = 0; y < rows.Height; y++)
            {
                Span<Rgb24> row = rows.GetRowSpan(y);
                Assert.Equal(rows.Width, row.Length);
                row.Fill(new Rgb24((byte)y, 2, 3));
            }
        });
        image[2, 1] = new Rgb24(7, 8, 9);
        Assert.Equal([0, 2, 3, 0, 2, 3, 0, 2, 3, 1, 2, 3, 1, 2, 3, 7, 8, 9], Pictures.Bytes(image));
        Assert.True(image.DangerousTryGetSinglePixelMemory(out Memory<Rgb24> memory));
        Assert.Equal(6, memory.Length);
        Assert.Equal(new Rgb24(7, 8, 9), memory.Span[5]);
        Rgb24[] pixels = new Rgb24[6];
        image.CopyPixelDataTo(pixels);
        Assert.Equal(image[2, 1], pixels[5]);
    }

    [Fact]
    public void WrongSizes_AreOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image<Rgb24>(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image<Rgb24>(5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.LoadPixelData<Rgb24>(new byte[11], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.LoadPixelData<Rgb24>(new Rgb24[3], 2, 2));
        using Image<Rgb24> image = new(2, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.CopyPixelDataTo(new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.CopyPixelDataTo(new Rgb24[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => image[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.ProcessPixelRows(rows => rows.GetRowSpan(2)));
    }

    [Fact]
    public void Save_UnknownExtension_IsUnknownFormat()
    {
        using Image<Rgb24> image = new(2, 2);
        Assert.Throws<UnknownImageFormatException>(() => image.Save("picture.unknown"));
    }

    [Fact]
    public void Save_TooLargeForWebp_IsAFormatError()
    {
        using Image<L8> image = new(16384, 1);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.webp");
        Assert.Throws<ImageFormatException>(() => image.SaveAsWebp(path));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Dispose_Twice_IsLegalAndUseAfterIsNot()
    {
        Image<Rgb24> image = new(2, 2);
        ImageFrame<Rgb24> frame = image.Frames.RootFrame;
        image.Dispose();
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image[0, 0]);
        Assert.Throws<ObjectDisposedException>(() => frame[0, 0]);
    }

    [Fact]
    public void Clone_Changed_LeavesTheOriginal()
    {
        using Image<Rgb24> image = Pictures.Noise<Rgb24>(4, 4);
        Rgb24 before = image[1, 1];
        using Image<Rgb24> clone = image.Clone();
        clone[1, 1] = new Rgb24((byte)(before.R + 1), 0, 0);
        Assert.Equal(before, image[1, 1]);
        using Image<L8> grey = image.CloneAs<L8>();
        Assert.Equal(image.Size, grey.Size);
    }

    [Fact]
    public void Frames_AddRemoveCreate_KeepTheRules()
    {
        using Image<Rgb24> image = Pictures.Noise<Rgb24>(3, 3);
        using Image<Rgb24> other = new(4, 3);
        Assert.Throws<ArgumentException>(() => image.Frames.AddFrame(other.Frames.RootFrame));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Frames.AddFrame(new Rgb24[8]));
        Assert.Throws<InvalidOperationException>(() => image.Frames.RemoveFrame(0));
        ImageFrame<Rgb24> added = image.Frames.AddFrame(Enumerable.Repeat(new Rgb24(1, 2, 3), 9).ToArray());
        image.Frames.CreateFrame(new Rgb24(4, 5, 6));
        Assert.Equal(3, image.Frames.Count);
        Assert.Same(added, image.Frames[1]);
        Assert.Equal(new Rgb24(4, 5, 6), image.Frames[2][2, 2]);
        image.Frames.RemoveFrame(0);
        Assert.Same(added, image.Frames.RootFrame);
        using Image<Rgb24> exported = image.Frames.CloneFrame(1);
        Assert.Equal(new Rgb24(4, 5, 6), exported[0, 0]);
    }
}
