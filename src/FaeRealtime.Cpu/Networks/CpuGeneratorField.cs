using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Cpu.Networks;

/// <summary>A generator as the sampler sees it: in this product's time, as a velocity, guided on all or the first channels. With guidance 1 the network runs once, else on a batch of twice the size.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="space">Gives the results' memory. Borrowed.</param>
/// <param name="guidedValues">How many values of a latent are guided, from the first: guided channels times h·w.</param>
internal sealed class CpuGeneratorField(CpuGenerator generator, ArraySpace space, int guidedValues) : IConditionalField<float[], ClassBlends>
{
    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">The step's target time; a network without target time is instantaneous and ignores it.</param>
    /// <param name="condition">One row, or as many as B.</param>
    /// <param name="guidance">Scale w in u + w·(c − u); 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller gives it back to the space.</returns>
    /// <exception cref="ShapeException">x is no whole number of latents, or the condition has another number of rows.</exception>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public float[] Velocity(float[] x, double t, double r, ClassBlends condition, double guidance)
    {
        var (length, config) = (generator.LatentLength, generator.Config);
        if (x.Length == 0 || x.Length % length != 0)
        {
            throw new ShapeException($"{x.Length} values are no whole number of latents of {length}; give [B, C, h, w].");
        }

        var (batch, guided) = (x.Length / length, guidance != 1.0);
        var (time, target) = (GeneratorAnswer.NetworkTime(config, t), GeneratorAnswer.NetworkTime(config, r));
        generator.Reserve(guided ? 2 * batch : batch);
        for (var i = 0; i < batch; i++)
        {
            var picture = x.AsSpan(i * length, length);
            generator.Place(i, picture, time, target, ClassRows.Of(condition.Rows, i, batch), PromptRow.Wanted(condition.Text, config.TextNumbers));
            if (guided)
            {
                generator.Place(batch + i, picture, time, target, ClassRows.Of(ClassBlends.None.Rows, i, batch), PromptRow.Away(condition.Text, config.TextNumbers));
            }
        }

        var velocity = GeneratorAnswer.Velocity(config, t);
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
                Guidance.Mix(answer[..guidedValues], unguided, (float)guidance);
            }

            Turn(answer, x.AsSpan(i * length, length), velocity);
        }

        space.Release(unguided);
        return result;
    }

    private static void Turn(Span<float> answer, ReadOnlySpan<float> x, Affine velocity)
    {
        if (velocity == Affine.Identity)
        {
            return;
        }

        var (output, state) = ((float)velocity.Output, (float)velocity.State);
        for (var i = 0; i < answer.Length; i++)
        {
            answer[i] = (output * answer[i]) + (state * x[i]);
        }
    }
}
