using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Models;

/// <summary>A model's networks one by one: how each is built, where a folder keeps it, whose files it can be read from.</summary>
public static class ModelNetworks
{
    /// <summary>The parts of a model, in the order that a picture takes through them; the few-step student last, where there is one.</summary>
    /// <param name="config">The model.</param>
    public static IReadOnlyList<ModelParts> Parts(ModelConfig config) =>
        [ModelParts.Encoder, ModelParts.FeatureDecoder, ModelParts.PixelDecoder, ModelParts.Generator, .. config.FewStep is null ? [] : new[] { ModelParts.FewStep }];

    /// <summary>The network that a kind of generator is.</summary>
    /// <param name="generator">Which.</param>
    public static ModelParts PartOf(GeneratorVariant generator) => generator == GeneratorVariant.FewStep ? ModelParts.FewStep : ModelParts.Generator;

    /// <summary>Builds a network with arbitrary weights.</summary>
    /// <param name="config">The model.</param>
    /// <param name="part">One part.</param>
    /// <param name="device">Where the weights lie; the meta device for shapes without memory.</param>
    /// <returns>The network; the caller disposes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not exactly one part.</exception>
    public static nn.Module Create(ModelConfig config, ModelParts part, Device? device = null)
    {
        var (latent, features) = (config.Latent, config.Encoder.FeatureWidth);
        return part switch
        {
            ModelParts.Encoder => LatentEncoder.Create(config.Autoencoder, features, latent, device),
            ModelParts.FeatureDecoder => new FeatureDecoder(config.FeatureDecoder, latent, features, device),
            ModelParts.PixelDecoder => new PixelDecoder(config.PixelDecoder, features, latent.Side, device),
            ModelParts.Generator => Generator(config, device),
            ModelParts.FewStep => Generator(config, device, isStudent: true),
            _ => throw NotOne(part),
        };
    }

    /// <summary>Builds a model's generator, or its few-step student, with arbitrary weights.</summary>
    /// <param name="config">The model.</param>
    /// <param name="device">Where the weights lie; the meta device for shapes without memory.</param>
    /// <param name="isStudent">Whether it has a second time, the target of the step.</param>
    /// <returns>The network; the caller disposes.</returns>
    public static LatentGenerator Generator(ModelConfig config, Device? device = null, bool isStudent = false) =>
        GeneratorFamilies.Of(config.Generator).Create(config.Generator, config.Latent, device, isStudent);

    /// <summary>A part's file name in a model folder.</summary>
    /// <param name="part">One part.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not exactly one part.</exception>
    public static string FileOf(ModelParts part) => part switch
    {
        ModelParts.Encoder => ModelFolder.EncoderFile,
        ModelParts.FeatureDecoder => ModelFolder.FeatureDecoderFile,
        ModelParts.PixelDecoder => ModelFolder.PixelDecoderFile,
        ModelParts.Generator => ModelFolder.GeneratorFile,
        ModelParts.FewStep => ModelFolder.FewStepFile,
        _ => throw NotOne(part),
    };

    /// <summary>The layouts that a part's weights may come in. SiT's and LightningDiT's keys are the generator's own; without statistics in it, an encoder takes features as they are.</summary>
    /// <param name="config">The model.</param>
    /// <param name="part">One part.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not exactly one part.</exception>
    public static IReadOnlyList<CheckpointLayout> Layouts(ModelConfig config, ModelParts part) => part switch
    {
        ModelParts.Encoder => [CheckpointLayout.Exact with { Optional = ["features.mean", "features.std"] }],
        ModelParts.FeatureDecoder => [CheckpointLayout.Exact with { Optional = FixedTables }],
        ModelParts.PixelDecoder => PixelDecoderLayouts.All,
        ModelParts.Generator or ModelParts.FewStep => GeneratorFamilies.Of(config.Generator).Layouts(config.Generator),
        _ => throw NotOne(part),
    };

    // Files that were saved without buffers lack them, and the network computes its own.
    private static string[] FixedTables { get; } = ["pos_embed", "feat_rope.freqs_cos", "feat_rope.freqs_sin"];

    private static ArgumentOutOfRangeException NotOne(ModelParts part) => new(nameof(part), part, "Name exactly one part.");
}
