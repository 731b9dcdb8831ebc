namespace FaeRealtime.Sampling.Flow;

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
