using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>An MMDiT as the sampler sees it: a velocity at a time in [0, 1], guided on all channels. With guidance 1 the network runs once, else on a batch of twice the size.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="space">Gives the results' memory. Borrowed.</param>
internal sealed class CpuMMDiTField(CpuMMDiT generator, ArraySpace space) : IConditionalField<float[], ClassBlends>
{
    private readonly float[] _none = new float[generator.Config.TextNumbers];

    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">The step's target time; a network without target time is instantaneous and ignores it.</param>
    /// <param name="condition">The classes, one row or as many as B, and one text for all pictures, token states and the vector of the whole, and that of a negative prompt behind it; empty for none.</param>
    /// <param name="guidance">Scale w in u + w·(c − u); 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller gives it back to the space.</returns>
    /// <exception cref="ShapeException">x is no whole number of latents.</exception>
    /// <exception cref="ConfigException">The text is of another number, a class does not exist, or the null label is needed and the model has none.</exception>
    public float[] Velocity(float[] x, double t, double r, ClassBlends condition, double guidance)
    {
        var length = generator.LatentLength;
        if (x.Length == 0 || x.Length % length != 0)
        {
            throw new ShapeException($"{x.Length} values are no whole number of latents of {length}; give [B, C, h, w].");
        }

        ClassRows.RequireNone(generator.Config, condition.Rows);
        var text = condition.Text.Length == 0 ? _none : PromptRow.Wanted(condition.Text, _none.Length);
        var away = PromptRow.Away(condition.Text, _none.Length) is { IsEmpty: false } words ? words : _none;
        if (text.Length != _none.Length)
        {
            throw new ConfigException($"Words of {text.Length} numbers came to a generator that takes {_none.Length} (generator.text).");
        }

        var (batch, guided) = (x.Length / length, guidance != 1.0);
        generator.Reserve(guided ? 2 * batch : batch);
        for (var i = 0; i < batch; i++)
        {
            Place(i, x.AsSpan(i * length, length), t, r, text, ClassRows.Of(condition.Rows, i, batch));
            if (guided)
            {
                Place(batch + i, x.AsSpan(i * length, length), t, r, away, ClassRows.Of(ClassBlends.None.Rows, i, batch));
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

    private void Place(int picture, ReadOnlySpan<float> x, double t, double r, ReadOnlySpan<float> text, IReadOnlyList<WeightedClass> classes)
    {
        var states = generator.Config.TextTokens * generator.Config.TextWidth;
        generator.Place(picture, x, t * generator.Config.TimeScale, text[..states], text[states..], r * generator.Config.TimeScale, classes);
    }
}
