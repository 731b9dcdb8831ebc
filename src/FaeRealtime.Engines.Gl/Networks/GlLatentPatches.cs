using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>A generator's two ends: from a latent to tokens with positions, and from the last block's tokens to a velocity.</summary>
internal sealed class GlLatentPatches
{
    // Pictures of a guided step.
    private const int MostPictures = 2;

    private readonly LatentConfig _latent;
    private readonly int _patch;
    private readonly StorageBuffer _latents;
    private readonly StorageBuffer _positions;
    private readonly GlLinear _first;
    private readonly GlNorm _norm;
    private readonly GlLinear _final;
    private readonly StorageBuffer _input;
    private readonly StorageBuffer _output;

    /// <summary>Reads the ends.</summary>
    /// <param name="compute">Gives the memory. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="sizes">Grid, patches, widths.</param>
    /// <param name="norm">The final norm's kind.</param>
    /// <param name="positions">Positions <c>[T, D]</c>.</param>
    /// <param name="latents">Where latents lie. Borrowed.</param>
    public GlLatentPatches(GlCompute compute, GlLayerReader layers, PatchSizes sizes, NormKind norm, float[] positions, StorageBuffer latents)
    {
        (_latent, _patch, _latents, OutputChannels) = (sizes.Latent, sizes.Patch, latents, sizes.OutputChannels);
        _positions = compute.Copy<float>(positions);
        _first = layers.Patches("x_embedder.proj", sizes.Width, _latent.Channels, _patch);
        _norm = layers.Norm("final_layer.norm_final", norm, sizes.Width);
        _final = layers.Linear("final_layer.linear", OutputChannels * _patch * _patch, sizes.Width);
        _input = compute.Floats(MostPictures * (long)Length);
        _output = compute.Floats(MostPictures * (long)sizes.Tokens * _final.Outputs);
    }

    private int OutputChannels { get; }

    private int Length => _latent.Channels * _latent.Side * _latent.Side;

    private int Width => _first.Outputs;

    /// <summary>Appends the kernels that fill the stream.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens.</param>
    public void Embed(KernelList list, GlTokens tokens)
    {
        list.Each("cut", [], Length, [(uint)_latent.Channels, (uint)_latent.Side, (uint)_patch, (uint)tokens.Pictures], null, null, _latents, _input);
        list.Multiply(_first, new Rows(_input, _first.Depth), tokens.Rows, new ProductTarget(new Rows(tokens.Stream, Width))
        {
            Residual = new Rows(_positions, Width),
            Period = tokens.Tokens,
        });
    }

    /// <summary>Appends the final norm and layer, guidance and the velocity.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens behind the last block.</param>
    /// <param name="modulation">Where the final norm's modulation stands.</param>
    /// <param name="guidedValues">How many values of the latent are guided, from the first.</param>
    public void Finish(KernelList list, GlTokens tokens, NormModulation modulation, int guidedValues)
    {
        list.Normalise(_norm, modulation, tokens.Stream, tokens.Branch, Width, tokens.Rows);
        list.Multiply(_final, new Rows(tokens.Branch, Width), tokens.Rows, new ProductTarget(new Rows(_output, _final.Outputs)));
        string[] guided = tokens.Pictures == MostPictures ? ["GUIDED"] : [];
        list.Each("velocity", guided, Length, [(uint)_latent.Channels, (uint)_latent.Side, (uint)_patch, (uint)OutputChannels, (uint)guidedValues], null, null, _output, _latents);
    }
}

/// <summary>The sizes of a generator's ends.</summary>
/// <param name="Latent">The latent grid.</param>
/// <param name="Patch">Side of a patch.</param>
/// <param name="Width">The tokens' width D.</param>
/// <param name="OutputChannels">Channels that the network gives; the latent's come first.</param>
internal sealed record PatchSizes(LatentConfig Latent, int Patch, int Width, int OutputChannels)
{
    /// <summary>Tokens of a picture T.</summary>
    public int Tokens => Latent.Side / Patch * (Latent.Side / Patch);
}
