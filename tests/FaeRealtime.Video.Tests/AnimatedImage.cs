using SkiaSharp;

namespace FaeRealtime.Video.Tests;

/// <summary>An animated WebP or GIF as a library reads it that did not write it.</summary>
internal sealed class AnimatedImage : IDisposable
{
    private readonly SKCodec _codec;

    private AnimatedImage(SKCodec codec) => _codec = codec;

    public int Width => _codec.Info.Width;

    public int Height => _codec.Info.Height;

    public int FrameCount => _codec.FrameCount;

    /// <summary>How often it is shown again after the first time; -1 for ever.</summary>
    public int Repetitions => _codec.RepetitionCount;

    /// <summary>How long each frame stands, in milliseconds.</summary>
    public IEnumerable<int> Durations => _codec.FrameInfo.Select(frame => frame.Duration);

    public static AnimatedImage Load(string path) => new(SKCodec.Create(path) ?? throw new InvalidDataException($"{path} is no picture that Skia reads."));

    /// <summary>RGBA, straight alpha, top row first.</summary>
    public byte[] Frame(int index)
    {
        var info = new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize];
        unsafe
        {
            fixed (byte* target = pixels)
            {
                Assert.Equal(SKCodecResult.Success, _codec.GetPixels(info, (nint)target, new SKCodecOptions(index)));
            }
        }

        return pixels;
    }

    public void Dispose() => _codec.Dispose();
}
