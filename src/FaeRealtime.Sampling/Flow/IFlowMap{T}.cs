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

/// <summary>A conditional velocity field with classifier-free guidance: what a generator network offers to samplers.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TCondition">What the model is conditioned on.</typeparam>
public interface IConditionalField<T, in TCondition>
{
    /// <summary>The velocity from <paramref name="t"/> to <paramref name="r"/>; an ordinary model ignores <paramref name="r"/>.</summary>
    /// <param name="x">The latent at time t. Borrowed.</param>
    /// <param name="t">Time in [0, 1]; 1 is noise, 0 is data.</param>
    /// <param name="r">Target time in [0, t]; t itself asks for the instantaneous velocity.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="guidance">w in u + w·(c − u), on the channels that the field guides; 1 evaluates the condition alone.</param>
    /// <returns>The velocity v = ε − x, of x's shape; the caller releases it.</returns>
    T Velocity(T x, double t, double r, TCondition condition, double guidance);
}

/// <summary>A conditional field with its condition and guidance bound.</summary>
/// <typeparam name="T">A latent batch.</typeparam>
/// <typeparam name="TCondition">What the model is conditioned on.</typeparam>
/// <param name="Field">The field.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Guidance">The guidance scale; 1 is none.</param>
public readonly record struct GuidedMap<T, TCondition>(IConditionalField<T, TCondition> Field, TCondition Condition, double Guidance) : IFlowMap<T>
{
    /// <inheritdoc/>
    public T Average(T x, double t, double r) => Field.Velocity(x, t, r, Condition, Guidance);
}
