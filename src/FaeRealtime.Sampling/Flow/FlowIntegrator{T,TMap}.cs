using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Flow;

/// <summary>Takes one step of a plan, the same for tensors, plain buffers and tests.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TMap">The field; a struct is not boxed.</typeparam>
/// <param name="space">The latents' arithmetic.</param>
/// <param name="start">The field with the guidance of the step's start.</param>
/// <param name="end">The field with the guidance of its end, for a second evaluation there.</param>
/// <param name="noise">For stochastic steps; null where there are none.</param>
public readonly struct FlowIntegrator<T, TMap>(ILinearSpace<T> space, TMap start, TMap end, INoiseSource<T>? noise)
    where TMap : IFlowMap<T>
{
    /// <summary>Moves a latent along the step.</summary>
    /// <param name="x">The latent at the step's start. Borrowed.</param>
    /// <param name="step">The step.</param>
    /// <returns>The latent at the step's end; the caller releases it.</returns>
    /// <exception cref="ConfigException">The step is stochastic and there is no noise, or an adaptive solver gives up.</exception>
    public T Step(T x, FlowStep step)
    {
        if (step.Adaptive is { } tolerance)
        {
            return new DormandPrince<T, TMap>(space, start, tolerance).Integrate(x, step.T, step.R);
        }

        if (step.Noise is not { } added)
        {
            return Drift(x, step);
        }

        using var scratch = new Scratch<T>(space);
        var drawn = scratch.Keep((noise ?? throw NoNoise()).Draw(x, added.Index));
        return added.First
            ? Drift(scratch.Keep(space.AddScaled(x, drawn, added.Scale)), step)
            : space.AddScaled(scratch.Keep(Drift(x, step)), drawn, added.Scale);
    }

    private static ConfigException NoNoise() => new("The sampling plan is stochastic and nothing gives it noise. Sample with seeds, or with solver euler, heun or dopri5.");

    private T Drift(T x, FlowStep step) => step.Correction is { } correction ? Corrected(x, step, correction) : Straight(x, step);

    private T Straight(T x, FlowStep step)
    {
        var plain = step.Drift == Affine.Identity;

        // A few-step model may answer with the mean velocity of the whole step; the drift of a stochastic equation needs the one at t.
        var velocity = start.Average(x, step.T, plain ? step.R : step.T);
        try
        {
            var length = step.R - step.T;
            return plain
                ? space.AddScaled(x, velocity, length)
                : space.Combine([x, velocity], [1 + (length * step.Drift.State), length * step.Drift.Output]);
        }
        finally
        {
            space.Release(velocity);
        }
    }

    private T Corrected(T x, FlowStep step, StepCorrection correction)
    {
        using var scratch = new Scratch<T>(space);
        var (length, first, second) = (step.R - step.T, step.Drift, correction.Drift);
        var before = scratch.Keep(start.Average(x, step.T, step.T));
        var predicted = scratch.Keep(space.Combine([x, before], [1 + (length * first.State), length * first.Output]));
        var after = scratch.Keep(end.Average(predicted, step.R, step.R));
        var half = 0.5 * length;
        return space.Combine([x, before, predicted, after], [1 + (half * first.State), half * first.Output, half * second.State, half * second.Output]);
    }
}
