using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators.TextToImage;

/// <summary>An MMDiT as the sampler sees it: a velocity at a time in [0, 1], guided on all channels, v = u + w·(c − u), both halves in one batch of twice the size.</summary>
/// <param name="generator">The network. Borrowed.</param>
public sealed class TextField(MMDiT generator) : IConditionalField<Tensor, TextCondition>
{
    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">Ignored: the network is instantaneous.</param>
    /// <param name="condition">One row for all, or as many as B.</param>
    /// <param name="guidance">Scale w; 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="ShapeException">x does not fit, or a text has another number of rows, tokens or columns.</exception>
    /// <exception cref="ArgumentException">There is guidance and nothing to guide away from.</exception>
    public Tensor Velocity(Tensor x, double t, double r, TextCondition condition, double guidance)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        if (guidance == 1.0)
        {
            return Output(x, t, Rows(condition.Wanted, x.size(0))).MoveToOuterDisposeScope(); // [B, C, h, w]
        }

        var none = condition.None ?? throw new ArgumentException("Guidance needs the states of no text.", nameof(condition));
        var halves = Output(cat([x, x]), t, Joined(Rows(condition.Wanted, x.size(0)), Rows(none, x.size(0)))).chunk(2); // [B, C, h, w] each
        return (halves[1] + ((halves[0] - halves[1]) * guidance)).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    private Tensor Output(Tensor x, double t, TextStates text)
    {
        var times = full([x.size(0)], t * generator.Config.TimeScale, dtype: ScalarType.Float32, device: x.device); // [B]
        return generator.Velocity(x, times, text.Tokens, text.Pooled); // [B, C, h, w]
    }

    private static TextStates Rows(TextStates text, long rows) => text.Tokens.size(0) == rows
        ? text
        : new TextStates(text.Tokens.expand(rows, -1, -1), text.Pooled?.expand(rows, -1)); // [B, L, W], [B, P]

    private static TextStates Joined(TextStates wanted, TextStates none)
    {
        TensorShape.Require(none.Tokens, "The states of no text", wanted.Tokens.shape);
        if (wanted.Pooled is null != none.Pooled is null)
        {
            throw new ShapeException("Of the wanted text and of no text only one has a pooled vector. Give both or neither.");
        }

        var pooled = wanted.Pooled is { } some ? cat([some, none.Pooled!]) : null; // [2B, P]
        return new TextStates(cat([wanted.Tokens, none.Tokens]), pooled); // [2B, L, W]
    }
}

/// <summary>A text condition, in tensors on the generator's device.</summary>
/// <param name="Wanted">What is asked for.</param>
/// <param name="None">What guidance leads away from: the states of the empty text, or of a negative prompt; null where there is no guidance.</param>
public sealed record TextCondition(TextStates Wanted, TextStates? None = null);

/// <summary>Texts as a text encoder gives them.</summary>
/// <param name="Tokens">Token states, padded: <c>[B, L, W]</c>, float32. Borrowed.</param>
/// <param name="Pooled">Vectors of whole texts: <c>[B, P]</c>, float32; null for none. Borrowed.</param>
public sealed record TextStates(Tensor Tokens, Tensor? Pooled = null);
