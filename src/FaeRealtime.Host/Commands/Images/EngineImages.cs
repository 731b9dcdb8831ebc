using FaeRealtime.Engines;
using FaeRealtime.Host.Output;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Pictures from the engine that shows them live.</summary>
internal sealed class EngineImages : IImageMaker
{
    private readonly ImagesRequest _request;
    private readonly PartTimes _times;
    private readonly IFrameEngine _engine;

    // A step each, so that a long plan can tell how far it is and be stopped.
    private readonly SamplingPlan[] _steps;
    private readonly FeatureShift _shift;

    private EngineImages(ImagesRequest request, PartTimes times, IFrameEngine engine)
    {
        (_request, _times, _engine) = (request, times, engine);
        _shift = FeatureShift.Of(engine, request.Parameters.Condition.Directions);
        _steps = [.. request.Plan.Steps.Select(step => new SamplingPlan([step]))];
    }

    /// <summary>Opens the engine.</summary>
    /// <param name="request">Model, engine, sampling.</param>
    /// <param name="times">Receives the time of every part.</param>
    public static EngineImages Open(ImagesRequest request, PartTimes times) => new(request, times, times.Loading(request.Engine.Open));

    /// <inheritdoc/>
    public EngineMetadata Engine => SessionMetadata.Of(_request.Engine, _engine.Info.Device, _engine.Info.VectorBits);

    /// <inheritdoc/>
    public bool Together => true;

    /// <inheritdoc/>
    public float[] Generate(ulong seed, Action evaluated, CancellationToken cancellationToken) => _times.Generating(() =>
    {
        WeightedSeed[] seeds = [new(seed, 1.0)];
        WeightedClass[] classes = [.. _request.Class.Blend(seed)];
        var info = _engine.Info;
        var words = _request.Class.Worded(_request.Parameters.Condition, info.Prompts, seed).Words(info.Words, info.Directions, info.Config.Name);
        var latent = new float[info.LatentLength];
        PriorBlend.FillNoise(seeds, latent);
        foreach (var step in _steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _engine.Generate(latent, new(classes, words), step, seeds, latent);
            evaluated();
        }

        return latent;
    });

    /// <inheritdoc/>
    public byte[] DecodePixels(float[] latent) => _times.Decoding(() =>
    {
        var rgba = new byte[_engine.Info.ImageSize * _engine.Info.ImageSize * 4];
        _shift.Decode(latent, rgba);
        return rgba;
    });

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
