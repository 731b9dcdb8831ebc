namespace FaeRealtime.Sampling.Flow;

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
