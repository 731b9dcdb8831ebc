using System.Runtime.InteropServices;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Engines;
using FaeRealtime.Models;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Models.Sizes;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Host.Images;

/// <summary>A model's networks, loaded when first needed. Where memory is short, the generator and the decoders are never loaded at once.</summary>
/// <param name="request">Model, device, sampling.</param>
/// <param name="times">Receives the time of every part.</param>
internal sealed class PictureMaker(ImagesRequest request, PartTimes times) : IDisposable
{
    // Weights in float32 may fill this share of the memory; activations, files being read and other programs need the rest.
    private const long MemoryShare = 4;

    private FaeModel? _generator;
    private FaeModel? _decoders;

    /// <summary>Whether all networks fit into memory together, so that pictures can be finished one by one.</summary>
    public bool Together { get; } = WeightBytes(request) <= request.MemoryBytes / MemoryShare;

    /// <summary>Generates a latent from the noise that a seed means.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="evaluated">Called at every evaluation of the network.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns><c>[C, h, w]</c> in the generator's normalised space.</returns>
    /// <exception cref="CheckpointException">The model has no sound generator.</exception>
    public float[] Generate(ulong seed, Action evaluated, CancellationToken cancellationToken)
    {
        var model = Load(ref _generator, ModelNetworks.PartOf(request.Generator), ref _decoders);
        return times.Generating(() =>
        {
            using var guard = inference_mode();
            using var scope = NewDisposeScope();
            var field = new CountedField(new GeneratorField(model.GeneratorOf(request.Generator), request.Sampling.GuidedChannels), evaluated);
            var sampler = new FlowSampler<Tensor, ClassCondition>(new TorchLinearSpace(), field);
            var latent = sampler.Generate(Noise(seed), request.Class.Condition(seed), request.Plan, TorchNoise.Of([seed]), cancellationToken);
            return Values(latent, ModelNetworks.FileOf(ModelNetworks.PartOf(request.Generator))); // [1, C, h, w]
        });
    }

    /// <summary>Paints a latent.</summary>
    /// <param name="latent">As <see cref="Generate"/> returns it.</param>
    /// <returns>RGBA <c>[H, W, 4]</c>, top row first.</returns>
    /// <exception cref="CheckpointException">The model has no sound decoders.</exception>
    public byte[] Paint(float[] latent)
    {
        var model = Load(ref _decoders, ModelParts.Decoders, ref _generator);
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        using var z = model.Denormalise(Latent(latent)); // [1, C, h, w]
        var features = times.DecodingFeatures(() => model.FeatureDecoder.forward(z)); // [1, T, D]
        return times.DecodingPixels(() =>
        {
            var side = request.Model.Config.PixelDecoder.ImageSize;
            var rgba = new byte[side * side * 4];
            PixelPacking.TryPack(Values(model.PixelDecoder.forward(features), ModelFolder.PixelDecoderFile), rgba); // [1, 3, H, W]
            return rgba;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generator?.Dispose();
        _decoders?.Dispose();
    }

    private static long WeightBytes(ImagesRequest request)
    {
        var unused = request.Generator == GeneratorKind.FewStep ? PartRole.Generator : PartRole.Student;
        return sizeof(float) * NetworkSize.Of(request.Model.Config).Where(part => part.Role != PartRole.Frozen && part.Role != unused).Sum(part => part.Total);
    }

    private FaeModel Load(ref FaeModel? wanted, ModelParts parts, ref FaeModel? other)
    {
        if (!Together)
        {
            other?.Dispose();
            other = null;
        }

        return wanted ??= times.Loading(() => FaeModel.Load(request.Model, request.Device, parts));
    }

    private Tensor Noise(ulong seed)
    {
        var latent = request.Model.Config.Latent;
        var values = new float[latent.Channels * latent.Side * latent.Side];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return Latent(values);
    }

    private Tensor Latent(float[] values)
    {
        var latent = request.Model.Config.Latent;
        return tensor(values, [1, latent.Channels, latent.Side, latent.Side], device: request.Device); // [1, C, h, w]
    }

    private float[] Values(Tensor tensor, string file)
    {
        var values = MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new CheckpointException($"Model '{request.Model.Config.Name}' gave values that are not finite. Put back a sound {file}.");
    }
}
