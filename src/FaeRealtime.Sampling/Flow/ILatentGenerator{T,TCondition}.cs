namespace FaeRealtime.Sampling.Flow;

/// <summary>Makes latents from noise: the flow sampler, or a model that maps in one pass. The live engine knows only this.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TCondition">What the model is conditioned on.</typeparam>
public interface ILatentGenerator<T, in TCondition>
{
    /// <summary>Maps noise to latents.</summary>
    /// <param name="noise">Standard normal noise. Borrowed.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="plan">The times to visit and the guidance at each.</param>
    /// <param name="stepNoise">What a stochastic plan draws from; null where the plan has no noise.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>Latents in the generator's normalised space; the caller releases them.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    /// <exception cref="Core.Errors.ConfigException">The plan is stochastic and there is no <paramref name="stepNoise"/>, or an adaptive solver gives up.</exception>
    T Generate(T noise, TCondition condition, SamplingPlan plan, INoiseSource<T>? stepNoise, CancellationToken cancellationToken);
}
