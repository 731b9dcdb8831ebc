using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models;

/// <summary>A model folder's networks, loaded for use: frozen, on one device.</summary>
public sealed class FaeModel : IDisposable
{
    private readonly LatentEncoder? _encoder;
    private readonly FeatureDecoder? _featureDecoder;
    private readonly PixelDecoder? _pixelDecoder;
    private readonly LatentGenerator? _generator;
    private readonly LatentGenerator? _fewStep;
    private readonly Tensor _latentMean;
    private readonly Tensor _latentStd;

    private FaeModel(ModelFolder folder, Device device, ModelParts parts, ScalarType type)
    {
        Config = folder.Config;
        _encoder = Load<LatentEncoder>(folder, parts & ModelParts.Encoder, device, type);
        _featureDecoder = Load<FeatureDecoder>(folder, parts & ModelParts.FeatureDecoder, device, type);
        _pixelDecoder = Load<PixelDecoder>(folder, parts & ModelParts.PixelDecoder, device, type);
        _generator = Load<LatentGenerator>(folder, parts & ModelParts.Generator, device, type);
        _fewStep = Load<LatentGenerator>(folder, parts & ModelParts.FewStep, device, type);
        var latent = Config.Latent;
        _latentMean = PerChannel(latent.Mean, 0, latent.Channels, device);
        _latentStd = PerChannel(latent.Std, 1, latent.Channels, device);
    }

    /// <summary>What the weights mean.</summary>
    public ModelConfig Config { get; }

    /// <summary>The features' statistics, stored with the encoder.</summary>
    public FeatureStatistics Features => Encoder.Features;

    /// <summary>The trained encoder from features to latents.</summary>
    public LatentEncoder Encoder => _encoder ?? throw NotLoaded(ModelParts.Encoder);

    /// <summary>The feature decoder.</summary>
    public FeatureDecoder FeatureDecoder => _featureDecoder ?? throw NotLoaded(ModelParts.FeatureDecoder);

    /// <summary>The pixel decoder.</summary>
    public PixelDecoder PixelDecoder => _pixelDecoder ?? throw NotLoaded(ModelParts.PixelDecoder);

    /// <summary>The latent generator, raw; <see cref="LatentGenerator.Sampler"/> samples it.</summary>
    public LatentGenerator Generator => _generator ?? throw NotLoaded(ModelParts.Generator);

    /// <summary>The generator's few-step student, raw.</summary>
    public LatentGenerator FewStep => _fewStep ?? throw NotLoaded(ModelParts.FewStep);

    /// <summary>Loads a folder's networks.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="device">Where the weights go.</param>
    /// <param name="parts">Which networks.</param>
    /// <returns>The model; the caller disposes.</returns>
    /// <exception cref="CheckpointException">A file is missing, damaged or does not fit the config.</exception>
    public static FaeModel Load(ModelFolder folder, Device device, ModelParts parts) => Load(folder, device, parts, ScalarType.Float32);

    /// <summary>Loads a folder's networks with weights of a chosen type. Latents and pictures stay float32.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="device">Where the weights go.</param>
    /// <param name="parts">Which networks.</param>
    /// <param name="type">Float32 or BFloat16.</param>
    /// <returns>The model; the caller disposes.</returns>
    /// <exception cref="CheckpointException">A file is missing, damaged or does not fit the config.</exception>
    public static FaeModel Load(ModelFolder folder, Device device, ModelParts parts, ScalarType type) => new(folder, device, parts, type);

    /// <summary>One of the two generators.</summary>
    /// <param name="variant">Which; it must have been loaded.</param>
    public LatentGenerator GeneratorOf(GeneratorVariant variant) => variant == GeneratorVariant.FewStep ? FewStep : Generator;

    /// <summary>Latents to pictures through both decoders.</summary>
    /// <param name="z">Un-normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns>RGB <c>[B, 3, H, W]</c>, nominally in [0, 1], not clamped, without gradient; the caller disposes.</returns>
    /// <exception cref="ShapeException">z does not fit the latent grid.</exception>
    public Tensor Decode(Tensor z)
    {
        using var inference = inference_mode();
        using var features = FeatureDecoder.forward(z); // [B, T, D]
        return PixelDecoder.forward(features); // [B, 3, H, W]
    }

    /// <summary>The generator's space to the decoders': zₙ·std + mean per channel.</summary>
    /// <param name="normalised"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public Tensor Denormalise(Tensor normalised)
    {
        RequireLatents(normalised);
        return _latentMean.addcmul(normalised, _latentStd, 1);
    }

    /// <summary>The decoders' space to the generator's: (z − mean)/std per channel.</summary>
    /// <param name="z"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public Tensor Normalise(Tensor z)
    {
        RequireLatents(z);
        using var centred = z - _latentMean;
        return centred / _latentStd;
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        _encoder?.Dispose();
        _featureDecoder?.Dispose();
        _pixelDecoder?.Dispose();
        _generator?.Dispose();
        _fewStep?.Dispose();
        _latentMean.Dispose();
        _latentStd.Dispose();
    }

    private static T? Load<T>(ModelFolder folder, ModelParts part, Device device, ScalarType type)
        where T : nn.Module
    {
        if (part == ModelParts.None)
        {
            return null;
        }

        var path = Path.Combine(folder.Path, ModelNetworks.FileOf(part));
        WeightIdentity.Require(path, $"the {typeof(T).Name}");
        using var reader = CheckpointFile.Open(path);
        var module = (T)ModelNetworks.Create(folder.Config, part);
        ModuleCheckpoint.Load(module, reader);
        return TorchSharp.ModuleExtensionMethods.to(module.Freeze(), device).Lower(type);
    }

    private static Tensor PerChannel(IReadOnlyList<double> values, double missing, int channels, Device device)
    {
        if (values.Count != 0 && values.Count != channels)
        {
            throw new ConfigException($"The latent has {channels} channels but the config's latent statistics have {values.Count}. Use the config saved beside the weights.");
        }

        var filled = values.Count == 0 ? Enumerable.Repeat(missing, channels) : values;
        return tensor([.. filled.Select(value => (float)value)], [1, channels, 1, 1], device: device).DetachFromDisposeScope(); // [1, C, 1, 1]
    }

    private static InvalidOperationException NotLoaded(ModelParts part) => new($"The {part} was not loaded; name it in ModelParts.");

    private void RequireLatents(Tensor z) =>
        TensorShape.Require(z, "The latent", TensorShape.Any, Config.Latent.Channels, Config.Latent.Side, Config.Latent.Side);
}
