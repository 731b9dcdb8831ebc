using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines;

/// <summary>The networks in pure C# on the CPU, float32: starts without libtorch, allocates nothing per frame, gives the same pictures for any number of threads.</summary>
public sealed class CpuFrameEngine : IFrameEngine
{
    private readonly CpuModel _model;

    private CpuFrameEngine(CpuModel model, FrameEngineInfo info) => (_model, Info) = (model, info);

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>Loads decoders, samples and, where the folder has one, the generator or its student.</summary>
    /// <param name="options">Folder, threads.</param>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="CheckpointException">A file is damaged or does not fit the configuration.</exception>
    /// <exception cref="ConfigException">The student is wanted and the folder has none, or an option is out of range.</exception>
    public static CpuFrameEngine Open(CpuEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var model = CpuModel.Open(options.Folder, new CpuModelOptions { Threads = options.Threads, Generator = options.Generator, VectorBits = options.VectorBits });
        try
        {
            var device = $"cpu, {model.Threads} {(model.Threads == 1 ? "thread" : "threads")}, {model.VectorBits}-bit vectors";
            var info = FrameEngineInfo.Of(options.Folder, model.Generator, device, options.PhraseEncoder);
            return new CpuFrameEngine(model, info with { Kind = options.Kind, Reason = options.Reason, VectorBits = model.VectorBits });
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        if (!_model.Generate(noise, condition.Classes, condition.Text, plan, seeds, latent))
        {
            throw Info.GeneratorNotFinite();
        }
    }

    /// <inheritdoc/>
    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => _model.DecodeFeatures(latent, features);

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        if (!_model.DecodePixels(features, rgba))
        {
            throw Info.DecodersNotFinite();
        }
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        if (!_model.Decode(latent, rgba))
        {
            throw Info.DecodersNotFinite();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
