using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks.TextToImage;

/// <summary>From a text encoder's states to the text stream's tokens before the first block, kept on the device for the texts that come again.</summary>
internal sealed class GlTextTokens
{
    // A guided text needs two; these are some prompts that are gone to and fro between.
    private const int KeptTexts = 16;

    private readonly GlCompute _compute;
    private readonly MMDiTConfig _config;
    private readonly GlKeptSets _texts;
    private readonly StorageBuffer _states;
    private readonly KernelList _list;

    /// <summary>Reads the embedding.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    public GlTextTokens(GlCompute compute, GlLayerReader layers, MMDiTConfig config)
    {
        (_compute, _config) = (compute, config);
        var (width, tokens) = (config.Width, config.TextTokens);
        _texts = new GlKeptSets(compute, Length, KeptTexts);
        _states = compute.Floats((long)tokens * config.TextWidth);
        _list = compute.List(tokens);
        _list.Multiply(
            layers.Linear("context_embedder", width, config.TextWidth),
            new Rows(_states, config.TextWidth),
            tokens,
            new ProductTarget(new Rows(_texts.Buffer, width))
            {
                IsSlot = true,
                Residual = config.TextPositions ? new Rows(compute.Copy<float>(layers.File.Take("context_pos_embed", 1, tokens, width)), width) : null,
            });
        _list.Finish();
    }

    /// <summary>How often a text had to be computed, for tests.</summary>
    public long Computed => _texts.Computed;

    private int Length => _config.TextTokens * _config.Width;

    /// <summary>A text's tokens.</summary>
    /// <param name="states"><c>[L, W]</c>, zeros behind the last token.</param>
    /// <returns>Where they begin; they stay until as many others as are kept were asked for.</returns>
    public uint Of(ReadOnlySpan<float> states)
    {
        if (_texts.Find(0, 0, [], states) is { } kept)
        {
            return kept;
        }

        var text = _texts.Take();
        _compute.Write(_states, 0, states);
        _list.Run(new StepValues { SlotX = text });
        _texts.Keep(0, 0, [], states);
        return text;
    }

    /// <summary>Appends the kernel that fills the stream with the step's texts.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The text's tokens.</param>
    public void Place(KernelList list, GlTokens tokens) =>
        list.Each("gather", [], Length, [(uint)Length, (uint)tokens.Pictures], null, null, _texts.Buffer, tokens.Stream);
}
