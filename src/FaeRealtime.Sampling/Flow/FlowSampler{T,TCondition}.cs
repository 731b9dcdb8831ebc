namespace FaeRealtime.Sampling.Flow;

/// <summary>Follows a plan from noise to data through a conditional field.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TCondition">What the model is conditioned on.</typeparam>
/// <param name="space">The latents' arithmetic.</param>
/// <param name="field">The velocity field.</param>
public sealed class FlowSampler<T, TCondition>(ILinearSpace<T> space, IConditionalField<T, TCondition> field) : ILatentGenerator<T, TCondition>
{
    /// <inheritdoc/>
    /// <remarks>Every intermediate is released, also when a step fails or the run is cancelled. A plan without steps returns a copy of the noise.</remarks>
    public T Generate(T noise, TCondition condition, SamplingPlan plan, CancellationToken cancellationToken)
    {
        var x = noise;
        var owned = false;
        try
        {
            foreach (var step in plan.Steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = FlowIntegrator.Step(space, new GuidedMap<T, TCondition>(field, condition, step.Guidance), x, step);
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
}
