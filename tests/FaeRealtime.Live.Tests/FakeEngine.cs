using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests;

/// <summary>An engine without networks: latents are the noise times a factor a step, and paint a flat grey of their first value.</summary>
internal sealed class FakeEngine : IFrameEngine
{
    private FrameEngineInfo? _info;
    private int _decoded;

    public int Disposals { get; private set; }

    /// <summary>Decoding fails from this frame on.</summary>
    public int FailsAt { get; init; } = int.MaxValue;

    /// <summary>The model's hash.</summary>
    public string Hash { get; init; } = "0000000000000000";

    /// <summary>The model's configuration.</summary>
    public ModelConfig Config { get; init; } = TestModel.Micro;

    /// <summary>The model's directions; null for none.</summary>
    public ModelDirections? Directions { get; init; }

    public FrameEngineInfo Info => _info ??= new()
    {
        Folder = "fake",
        Config = Config,
        ModelHash = Hash,
        Classes = ["class 0", "class 1", "class 2"],
        Device = "none",
        CanGenerate = true,
        Samples = [],
        SampleLabels = [],
        Directions = Directions,
    };

    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        var factor = condition.Classes is [var wanted, ..] ? 1f + (0.1f * wanted.Class) : 1f;
        for (var i = 0; i < latent.Length; i++)
        {
            latent[i] = noise[i] * factor;
        }
    }

    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features)
    {
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = latent[i % latent.Length];
        }
    }

    // Features begin with the latent, so that both paint alike.
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => Decode(features, rgba);

    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        if (_decoded++ >= FailsAt)
        {
            throw new CheckpointException("The decoder is spoiled.");
        }

        rgba.Fill((byte)Math.Clamp(128 + (latent[0] * 40), 0, 255));
    }

    public void Dispose() => Disposals++;
}
