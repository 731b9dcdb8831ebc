using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Models;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Video.Metadata;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Pictures with little memory: the TorchSharp networks in float32, the generator and the decoders never loaded at once.</summary>
internal sealed class PartwiseImages : IImageMaker
{
    private readonly ImagesRequest _request;
    private readonly PartTimes _times;
    private readonly Device _device;
    private readonly ModelDirections? _directions;
    private readonly PhraseVectors? _words;
    private readonly DrawnPrompts? _prompts;
    private FaeModel? _generator;
    private FaeModel? _decoders;

    private PartwiseImages(ImagesRequest request, PartTimes times, PhraseVectors? words, DrawnPrompts? prompts)
    {
        (_request, _times, _words, _prompts) = (request, times, words, prompts);
        (_device, _directions) = (TorchDevice.Of(request.Engine), ModelDirections.Of(request.Model));
    }

    /// <summary>Sets libtorch's threads and reads the words; no network is loaded yet.</summary>
    /// <param name="request">Model, device, sampling.</param>
    /// <param name="times">Receives the time of every part.</param>
    public static PartwiseImages Prepare(ImagesRequest request, PartTimes times)
    {
        set_num_threads(request.Threads);
        var (model, words) = (request.Model, PhraseVectors.Of(request.Model, request.Engine.PhraseEncoder));
        var samples = File.Exists(model.SamplesPath) ? SampleLatents.Load(model) : null;
        return new PartwiseImages(request, times, words, DrawnPrompts.Of(samples, model.Config.Generator.Classes, words));
    }

    /// <inheritdoc/>
    public EngineMetadata Engine => new() { Kind = EngineMetadata.Torch, Device = $"torch {_device}, {_request.Threads} threads, one part at a time", Threads = _request.Threads };

    /// <inheritdoc/>
    public bool Together => false;

    /// <inheritdoc/>
    public float[] Generate(ulong seed, Action evaluated, CancellationToken cancellationToken)
    {
        var model = Load(ref _generator, ModelNetworks.PartOf(_request.Generator), ref _decoders);
        return _times.Generating(() =>
        {
            using var guard = inference_mode();
            using var scope = NewDisposeScope();
            var words = _request.Class.Worded(_request.Parameters.Condition, _prompts, seed).Words(_words, _directions, _request.Model.Config.Name);
            var sampler = Sampler(model.GeneratorOf(_request.Generator), evaluated);
            var latent = sampler.Generate(Noise(seed), _request.Class.Condition(seed) with { Texts = words.Length == 0 ? [] : [words] }, _request.Plan, TorchNoise.Of([seed]), cancellationToken);
            return Values(latent, ModelNetworks.FileOf(ModelNetworks.PartOf(_request.Generator))); // [1, C, h, w]
        });
    }

    private ILatentSampler<Tensor, ClassCondition> Sampler(LatentGenerator generator, Action evaluated) => generator is VelocityGenerator velocity
        ? new FlowSampler<Tensor, ClassCondition>(new TorchLinearSpace(), new CountedField(new GeneratorField(velocity, _request.Sampling.GuidedChannels), evaluated))
        : generator.Sampler(_request.Sampling.GuidedChannels);

    /// <inheritdoc/>
    public byte[] DecodePixels(float[] latent)
    {
        var model = Load(ref _decoders, ModelParts.Decoders, ref _generator);
        return _times.Decoding(() =>
        {
            using var guard = inference_mode();
            using var scope = NewDisposeScope();
            var features = model.FeatureDecoder.forward(model.Denormalise(Latent(latent))); // [1, T, D]
            var shift = DirectionWeights.Parse(_request.Parameters.Condition.Directions).FeatureSum(_directions);
            var painted = model.PixelDecoder.forward(shift is null ? features : features + tensor(shift, device: _device).view_as(features)); // [1, 3, H, W]
            var side = _request.Model.Config.PixelDecoder.ImageSize;
            var rgba = new byte[side * side * 4];
            PixelPacking.TryPack(Values(painted, ModelFolder.PixelDecoderFile), rgba);
            return rgba;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generator?.Dispose();
        _decoders?.Dispose();
    }

    private FaeModel Load(ref FaeModel? wanted, ModelParts parts, ref FaeModel? other)
    {
        other?.Dispose();
        other = null;
        return wanted ??= _times.Loading(() => FaeModel.Load(_request.Model, _device, parts));
    }

    private Tensor Noise(ulong seed)
    {
        var latent = _request.Model.Config.Latent;
        var values = new float[latent.Channels * latent.Side * latent.Side];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return Latent(values);
    }

    private Tensor Latent(float[] values)
    {
        var latent = _request.Model.Config.Latent;
        return tensor(values, [1, latent.Channels, latent.Side, latent.Side], device: _device); // [1, C, h, w]
    }

    private float[] Values(Tensor tensor, string file)
    {
        var values = MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new CheckpointException($"Model '{_request.Model.Config.Name}' gave values that are not finite. Put back a sound {file}.");
    }
}

/// <summary>A field that tells when it was asked: how far a long run has come.</summary>
/// <param name="field">The field.</param>
/// <param name="evaluated">Called after every evaluation.</param>
internal sealed class CountedField(IConditionalField<torch.Tensor, ClassCondition> field, Action evaluated) : IConditionalField<torch.Tensor, ClassCondition>
{
    /// <inheritdoc/>
    public torch.Tensor Velocity(torch.Tensor x, double t, double r, ClassCondition condition, double guidance)
    {
        var velocity = field.Velocity(x, t, r, condition, guidance);
        evaluated();
        return velocity;
    }
}
