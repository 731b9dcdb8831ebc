namespace FaeRealtime.Sampling.Flow;

/// <summary>Follows a plan from noise to data through a conditional field.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TCondition">What the model is conditioned on.</typeparam>
/// <param name="space">The latents' arithmetic.</param>
/// <param name="field">The velocity field.</param>
public sealed class FlowSampler<T, TCondition>(ILinearSpace<T> space, IConditionalField<T, TCondition> field) : ILatentSampler<T, TCondition>
{
    /// <summary>Maps noise to latents by a plan without noise of its own.</summary>
    /// <inheritdoc cref="Generate(T, TCondition, SamplingPlan, INoiseSource{T}, CancellationToken)"/>
    public T Generate(T noise, TCondition condition, SamplingPlan plan, CancellationToken cancellationToken) => Generate(noise, condition, plan, null, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Every intermediate is released, also when a step fails or the run is cancelled. A plan without steps returns a copy of the noise.</remarks>
    public T Generate(T noise, TCondition condition, SamplingPlan plan, INoiseSource<T>? stepNoise, CancellationToken cancellationToken)
    {
        var x = noise;
        var owned = false;
        try
        {
            // By index: an enumerator would be garbage at every frame.
            for (var i = 0; i < plan.Steps.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = Step(x, condition, plan.Steps[i], stepNoise);
                if (owned)
                {
                    space.Release(x);
                }

                (x, owned) = (next, true);
            }
        }
        catch when (owned)
        {
            space.Release(x);
            throw;
        }

        return owned ? x : space.Combine([noise], [1.0]);
    }

    private T Step(T x, TCondition condition, FlowStep step, INoiseSource<T>? stepNoise)
    {
        var start = new GuidedMap<T, TCondition>(field, condition, step.Guidance);
        var end = step.Correction is { } correction ? start with { Guidance = correction.Guidance } : start;
        return new FlowIntegrator<T, GuidedMap<T, TCondition>>(space, start, end, stepNoise).Step(x, step);
    }
}
