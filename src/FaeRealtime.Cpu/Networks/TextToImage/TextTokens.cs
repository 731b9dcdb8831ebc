using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>From a text encoder's states to the text stream's tokens before the first block, kept for the texts that come again.</summary>
internal sealed unsafe class TextTokens
{
    // A guided text needs two; these are some prompts that are gone to and fro between.
    private const int KeptTexts = 16;

    private readonly MMDiTConfig _config;
    private readonly Compute _compute;
    private readonly PackedMatrix _matrix;
    private readonly float* _positions;
    private readonly float* _states;
    private readonly KeptSets _texts;

    /// <summary>Reads the embedding.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    public TextTokens(Compute compute, LayerReader layers, MMDiTConfig config)
    {
        (_compute, _config) = (compute, config);
        _matrix = layers.Linear("context_embedder", config.Width, config.TextWidth);
        _positions = config.TextPositions ? layers.Arena.Copy(layers.File.Take("context_pos_embed", 1, config.TextTokens, config.Width)) : null;
        _states = layers.Arena.Take((long)config.TextTokens * config.TextWidth);
        _texts = new KeptSets(layers.Arena, Length, KeptTexts);
    }

    /// <summary>Numbers of a text's tokens, L·D.</summary>
    public int Length => _config.TextTokens * _config.Width;

    /// <summary>How often a text had to be computed, for tests.</summary>
    public long Computed => _texts.Computed;

    /// <summary>A text's tokens.</summary>
    /// <param name="states"><c>[n, W]</c>, n up to <see cref="MMDiTConfig.TextTokens"/>; zeros take the places of the rest (STARFlow's padding).</param>
    /// <returns><c>[L, D]</c>, valid until the next call.</returns>
    /// <exception cref="ShapeException">They are no whole number of tokens, or too many.</exception>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> states)
    {
        var (width, most) = (_config.TextWidth, _config.TextTokens);
        if (states.Length % width != 0 || states.Length / width > most)
        {
            throw new ShapeException($"{states.Length} numbers of a text came to a generator that takes up to {most} tokens of {width}. Give [n, {width}], n up to {most}.");
        }

        // Padded first: then all texts' keys are equally long, and none has to grow.
        var padded = new Span<float>(_states, most * width);
        states.CopyTo(padded);
        padded[states.Length..].Clear();
        var tokens = _texts.Find(0, 0, [], padded);
        if (tokens == null)
        {
            tokens = _texts.Take();
            Fill(tokens);
            _texts.Keep(0, 0, [], padded);
        }

        return new ReadOnlySpan<float>(tokens, Length);
    }

    private void Fill(float* tokens) => _compute.Multiply(_matrix, _states, _config.TextWidth, _config.TextTokens, new Epilogue
    {
        Kind = _positions == null ? EpilogueKind.None : EpilogueKind.Residual,
        Target = tokens,
        TargetStride = _config.Width,
        Residual = _positions,
        ResidualStride = _config.Width,
    });
}
