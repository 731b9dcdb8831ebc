using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Training.Recipes;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>RAE's discriminator (StyleGAN-T's idea): a frozen DINO ViT, and a trained head for the patch tokens of each of some blocks.</summary>
internal sealed class DinoDiscriminator : IDiscriminator
{
    private readonly VisionTransformer _encoder;
    private readonly DinoDiscriminatorRecipe _recipe;
    private readonly DinoHeads _heads;

    /// <summary>Takes over the frozen ViT and draws heads for it.</summary>
    /// <param name="recipe">Blocks and kernel.</param>
    /// <param name="encoder">The frozen ViT.</param>
    /// <param name="seed">Same seed, same heads, on every device.</param>
    /// <param name="device">Where the heads lie.</param>
    public DinoDiscriminator(DinoDiscriminatorRecipe recipe, VisionTransformer encoder, ulong seed, Device? device = null)
    {
        _recipe = recipe;
        _encoder = encoder;
        _heads = new DinoHeads(Enumerable.Range(0, recipe.Blocks.Count + 1).Select(_ => new DinoHead(encoder.Config.Width, recipe.Kernel, device)));
        new WeightInitialiser(seed).FanIn(_heads);
        foreach (var (_, convolution) in Convolutions())
        {
            convolution.Begin();
        }

        ZeroKeyBias(encoder);
    }

    public nn.Module Trained => _heads;

    /// <summary>The frozen ViT.</summary>
    internal VisionTransformer Encoder => _encoder;

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, Tensor Value)> Buffers =>
        [.. Convolutions().SelectMany(named => named.Convolution.Buffers.Select(buffer => ($"{named.Name}.{buffer.Key}", buffer.Value)))];

    /// <summary>Judges images of any size, which are resized to what the ViT was trained on.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    /// <returns><c>[B, (blocks + 1)·T]</c>; the caller disposes.</returns>
    public Tensor Logits(Tensor images)
    {
        using var scope = NewDisposeScope();
        var side = _encoder.Config.InputSize;
        var resized = F.interpolate(images, [side, side], mode: InterpolationMode.Bilinear); // [B, 3, S, S]
        var first = _recipe.Blocks.Min();
        var outputs = _encoder.Intermediate(_encoder.Normalise(resized), _encoder.Config.Depth - first + 1, normalised: false);
        var looked = _recipe.Blocks.Prepend(_encoder.Config.Depth).Select(block => outputs[block - first].Patches.transpose(1, 2)); // [B, D, T] each
        return cat([.. _heads.All.Zip(looked, (head, tokens) => head.forward(tokens))], 1).MoveToOuterDisposeScope(); // [B, (blocks + 1)·T]
    }

    public void EndStep()
    {
        foreach (var (_, convolution) in Convolutions())
        {
            convolution.Iterate();
        }
    }

    public void Dispose()
    {
        _heads.Dispose();
        _encoder.Dispose();
    }

    // As RAE does; a bias on every key alike moves no attention.
    private static void ZeroKeyBias(VisionTransformer encoder)
    {
        using var guard = no_grad();
        foreach (var (_, bias) in encoder.named_parameters().Where(entry => entry.name.EndsWith(".attn.qkv.bias", StringComparison.Ordinal)))
        {
            using var key = bias.narrow(0, bias.size(0) / 3, bias.size(0) / 3);
            key.zero_();
        }
    }

    private IEnumerable<(string Name, SpectralConvolution Convolution)> Convolutions() =>
        _heads.All.SelectMany((head, i) => head.Convolutions.Select(named => ($"heads.{i}.{named.Name}", named.Convolution)));
}
