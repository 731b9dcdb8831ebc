namespace FaeRealtime.Sampling.Flow;

/// <summary>One step along a flow, the same for tensors, plain buffers and tests.</summary>
public static class FlowIntegrator
{
    /// <summary>x_r = x_t − (t − r)·v(x_t, t, r).</summary>
    /// <typeparam name="T">A latent batch.</typeparam>
    /// <typeparam name="TMap">The field; a struct is not boxed.</typeparam>
    /// <param name="space">The latents' arithmetic.</param>
    /// <param name="map">The velocity field.</param>
    /// <param name="x">The latent at the step's start. Borrowed.</param>
    /// <param name="step">The times; guidance is the map's business.</param>
    /// <returns>The latent at the step's end; the caller releases it.</returns>
    public static T Step<T, TMap>(ILinearSpace<T> space, TMap map, T x, FlowStep step)
        where TMap : IFlowMap<T>
    {
        var velocity = map.Average(x, step.T, step.R);
        try
        {
            return space.AddScaled(x, velocity, step.R - step.T);
        }
        finally
        {
            space.Release(velocity);
        }
    }
}
