namespace FaeRealtime.Sampling.Flow;

/// <summary>The learned field that moves latents. Condition and guidance are wrapped outside.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
public interface IFlowMap<T>
{
    /// <summary>The average velocity between two times, so that x_r = x_t − (t − r)·Average(x, t, r). An ordinary model ignores <paramref name="r"/> and returns the instantaneous velocity at t.</summary>
    /// <param name="x">The latent at time t. Borrowed.</param>
    /// <param name="t">Time in [0, 1]; 1 is noise, 0 is data.</param>
    /// <param name="r">Target time in [0, t]; t itself asks for the instantaneous velocity.</param>
    /// <returns>The velocity v = ε − x, of x's shape; the caller releases it.</returns>
    T Average(T x, double t, double r);
}
