using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines;

/// <summary>An engine without networks that writes each frame's number over the whole picture: what is on the screen tells whether it is that frame, and all of it. Latents are the noise.</summary>
public sealed class CounterEngine : IFrameEngine
{
    // Odd, so that neither byte repeats with a power of two of frames.
    private const int Period = 251;

    private long _frames;

    private CounterEngine(FrameEngineInfo info) => Info = info;

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>Opens the engine.</summary>
    /// <param name="info">Of the model whose sizes it takes.</param>
    /// <returns>The engine; the caller disposes.</returns>
    public static CounterEngine Open(FrameEngineInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return new CounterEngine(info with { PictureDevice = null, Device = "a counter", CanGenerate = true });
    }

    /// <summary>Whether all of a picture shows a frame's number.</summary>
    /// <param name="rgba">RGBA, four bytes a pixel.</param>
    /// <param name="index">The frame's number.</param>
    public static bool Shows(ReadOnlySpan<byte> rgba, long index)
    {
        var (low, high) = Digits(index);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            if (rgba[i] != low || rgba[i + 1] != high)
            {
                return false;
            }
        }

        return !rgba.IsEmpty;
    }

    /// <summary>Writes a frame's number over a picture.</summary>
    /// <param name="rgba">Receives RGBA, four bytes a pixel, opaque.</param>
    /// <param name="index">The frame's number.</param>
    public static void Write(Span<byte> rgba, long index)
    {
        var (low, high) = Digits(index);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (low, high, 0, byte.MaxValue);
        }
    }

    /// <summary>What a frame's number is written as.</summary>
    /// <param name="index">The frame's number.</param>
    /// <returns>The red and the green byte of every pixel.</returns>
    public static (byte Low, byte High) Digits(long index) => ((byte)(index % Period), (byte)(index / Period % Period));

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) => noise.CopyTo(latent);

    /// <inheritdoc/>
    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => features.Clear();

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => Write(rgba, _frames++);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => Write(rgba, _frames++);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
