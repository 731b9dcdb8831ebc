using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Compat.ImageSharp.Tests.Formats;

public sealed class AnimationTests
{
    private const int Frames = 5;

    [Fact]
    public void Webp_Animation_HasTheContainersParts()
    {
        using Image<Rgb24> image = Animation();
        byte[] file = Pictures.Encode(image, new WebpEncoder { Quality = 80 });
        Assert.Equal("RIFF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
        Assert.Equal("WEBPVP8X", Encoding.ASCII.GetString(file, 8, 8));
        const byte animationFlag = 0x02;
        Assert.Equal(animationFlag, file[20] & animationFlag);
        Assert.Equal("ANIM", Encoding.ASCII.GetString(file, 30, 4));
    }

    [Fact]
    public void Webp_AnimationReadBack_HasFramesDelaysAndLoop()
    {
        using Image<Rgb24> image = Animation();
        image.Metadata.GetWebpMetadata().RepeatCount = 0;
        byte[] file = Pictures.Encode(image, new WebpEncoder { FileFormat = WebpFileFormatType.Lossless });
        using Image<Rgb24> read = Image.Load<Rgb24>(file);
        Assert.Equal(Frames, read.Frames.Count);
        Assert.Equal(0, read.Metadata.GetWebpMetadata().RepeatCount);
        for (int i = 0; i < Frames; i++)
        {
            Assert.Equal(Delay(i), read.Frames[i].Metadata.GetWebpMetadata().FrameDelay);
            Assert.Equal(Pictures.Bytes(image.Frames[i]), Pictures.Bytes(read.Frames[i]));
        }

        Assert.Equal(Frames, Image.Identify(file).FrameMetadataCollection.Count);
        Assert.Equal(new Size(48, 32), Image.Identify(file).Size);
    }

    [Fact]
    public void Webp_RepeatCount_IsKept()
    {
        using Image<Rgb24> image = Animation();
        image.Metadata.GetWebpMetadata().RepeatCount = 3;
        using Image<Rgb24> read = Image.Load<Rgb24>(Pictures.Encode(image, new WebpEncoder()));
        Assert.Equal(3, read.Metadata.GetWebpMetadata().RepeatCount);
    }

    [Fact]
    public void Webp_SameAnimationTwice_SameBytes()
    {
        using Image<Rgb24> image = Animation();
        Assert.Equal(Pictures.Encode(image, new WebpEncoder()), Pictures.Encode(image, new WebpEncoder()));
    }

    [Fact]
    public void Load_MaxFrames_StopsThere()
    {
        using Image<Rgb24> image = Animation();
        byte[] file = Pictures.Encode(image, new WebpEncoder { FileFormat = WebpFileFormatType.Lossless });
        using Image<Rgb24> read = Image.Load<Rgb24>(new DecoderOptions { MaxFrames = 2 }, file);
        Assert.Equal(2, read.Frames.Count);
        Assert.Equal(Pictures.Bytes(image.Frames[1]), Pictures.Bytes(read.Frames[1]));
    }

    [Fact]
    public void Gif_AnimationReadBack_HasFramesAndDelays()
    {
        using Image<Rgb24> image = Animation();
        byte[] file = Pictures.Encode(image, new GifEncoder());
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(file, 0, 6));
        using Image<Rgb24> read = Image.Load<Rgb24>(file);
        Assert.Equal(Frames, read.Frames.Count);
        for (int i = 0; i < Frames; i++)
        {
            Assert.Equal(4 + i, read.Frames[i].Metadata.GetGifMetadata().FrameDelay);
            Assert.InRange(Pictures.Difference(Pictures.Bytes(image.Frames[i]), Pictures.Bytes(read.Frames[i])).Mean, 0, 8);
        }
    }

    private static uint Delay(int frame) => 40 + (uint)frame;

    private static Image<Rgb24> Animation()
    {
        Image<Rgb24> image = Pictures.Waves(48, 32);
        for (int i = 1; i < Frames; i++)
        {
            using Image<Rgb24> next = Pictures.Waves(48, 32, phase: i * 0.7);
            image.Frames.AddFrame(next.Frames.RootFrame);
        }

        for (int i = 0; i < Frames; i++)
        {
            image.Frames[i].Metadata.GetWebpMetadata().FrameDelay = Delay(i);
            image.Frames[i].Metadata.GetGifMetadata().FrameDelay = 4 + i;
        }

        return image;
    }
}
