using FaeRealtime.Engines;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests;

/// <summary>The fake engine, counting what it is asked for.</summary>
internal sealed class CountingEngine : IFrameEngine
{
    private readonly FakeEngine _engine = new();

    public int FeatureDecodings { get; private set; }

    public int Paintings { get; private set; }

    public int Decodings { get; private set; }

    public FrameEngineInfo Info => _engine.Info;

    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) =>
        _engine.Generate(noise, condition, plan, seeds, latent);

    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features)
    {
        FeatureDecodings++;
        _engine.DecodeFeatures(latent, features);
    }

    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        Paintings++;
        _engine.DecodePixels(features, rgba);
    }

    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        Decodings++;
        _engine.Decode(latent, rgba);
    }

    public void Dispose() => _engine.Dispose();
}
