namespace FaeRealtime.Sampling.Flow;

/// <summary>Where stochastic samplers take the noise of their steps.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
public interface INoiseSource<T>
{
    /// <summary>Standard normal noise, the same for the same step however often it is asked for.</summary>
    /// <param name="latent">One of the wanted shape. Borrowed.</param>
    /// <param name="index">The step's number in its plan, from 0.</param>
    /// <returns>Noise of that shape; the caller releases it.</returns>
    T Draw(T latent, int index);
}
