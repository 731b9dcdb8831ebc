using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>An MMDiT as the sampler sees it: a velocity at a time in [0, 1], guided on all channels. With guidance 1 the network runs once, else on a batch of twice the size.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="space">Gives the results' memory. Borrowed.</param>
internal sealed class CpuMMDiTField(CpuMMDiT generator, ArraySpace space) : IConditionalField<float[], CpuTextCondition>
{
    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">Ignored: the network is instantaneous.</param>
    /// <param name="condition">One text for all, or as many as B.</param>
    /// <param name="guidance">Scale w in u + w·(c − u); 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller gives it back to the space.</returns>
    /// <exception cref="ShapeException">x is no whole number of latents, or a text has another number of rows, tokens or columns.</exception>
    public float[] Velocity(float[] x, double t, double r, CpuTextCondition condition, double guidance)
    {
        var length = generator.LatentLength;
        if (x.Length == 0 || x.Length % length != 0)
        {
            throw new ShapeException($"{x.Length} values are no whole number of latents of {length}; give [B, C, h, w].");
        }

        var (batch, guided) = (x.Length / length, guidance != 1.0);
        generator.Reserve(guided ? 2 * batch : batch);
        for (var i = 0; i < batch; i++)
        {
            Place(i, x.AsSpan(i * length, length), t, Row(condition.Wanted, i, batch));
            if (guided)
            {
                Place(batch + i, x.AsSpan(i * length, length), t, Row(condition.None, i, batch));
            }
        }

        generator.Run();
        var result = space.Rent(x.Length);
        var unguided = space.Rent(length);
        for (var i = 0; i < batch; i++)
        {
            var answer = result.AsSpan(i * length, length);
            generator.Read(i, answer);
            if (guided)
            {
                generator.Read(batch + i, unguided);
                Guidance.Mix(answer, unguided, (float)guidance);
            }
        }

        space.Release(unguided);
        return result;
    }

    private void Place(int picture, ReadOnlySpan<float> x, double t, CpuTextStates text) =>
        generator.Place(picture, x, t * generator.Config.TimeScale, text.Tokens.Span, text.Pooled.Span);

    private static CpuTextStates Row(IReadOnlyList<CpuTextStates> rows, int index, int batch) => rows.Count == 1 || rows.Count == batch
        ? rows[rows.Count == 1 ? 0 : index]
        : throw new ShapeException($"{rows.Count} texts came with {batch} latents; give one for all, or one for each. Guidance needs the states of no text, too.");
}

/// <summary>A text condition.</summary>
/// <param name="Wanted">What is asked for: one text, or as many as latents.</param>
/// <param name="None">What guidance leads away from: the states of the empty text, or of a negative prompt; as many, or empty where there is no guidance.</param>
internal sealed record CpuTextCondition(IReadOnlyList<CpuTextStates> Wanted, IReadOnlyList<CpuTextStates> None);

/// <summary>A text as a text encoder gives it.</summary>
/// <param name="Tokens">Token states <c>[n, W]</c>; the rest up to the generator's number is padded with zeros.</param>
/// <param name="Pooled">The whole text's vector <c>[P]</c>; empty for none.</param>
internal sealed record CpuTextStates(ReadOnlyMemory<float> Tokens, ReadOnlyMemory<float> Pooled);
