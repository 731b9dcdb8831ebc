using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Flow;

/// <summary>What turns noise and a condition into latents: steps along a velocity (<see cref="FlowSampler{T, TCondition}"/>), or a normalizing flow in one pass.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TCondition">What the model is conditioned on.</typeparam>
public interface ILatentSampler<T, in TCondition>
{
    /// <summary>Maps noise to latents.</summary>
    /// <param name="noise">Standard normal noise, or latents at the plan's first time. Borrowed.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="plan">The times to visit and the guidance at each. A normalizing flow, which has no times in between, goes all the way in the step that starts at 1, and leaves latents of later steps as they are.</param>
    /// <param name="stepNoise">What a stochastic plan draws from; null where the plan has no noise.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>Latents in the generator's normalised space; the caller releases them.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    /// <exception cref="ConfigException">The plan is stochastic and there is no <paramref name="stepNoise"/>, an adaptive solver gives up, or the condition is not the model's.</exception>
    T Generate(T noise, TCondition condition, SamplingPlan plan, INoiseSource<T>? stepNoise, CancellationToken cancellationToken);
}
