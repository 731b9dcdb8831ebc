namespace FaeRealtime.Sampling.Flow;

/// <summary>The vector operations that samplers and blends need, so that the step loop is written once for tensors, plain buffers and tests.</summary>
/// <typeparam name="T">A latent. Inputs are borrowed, results are owned by the caller and given back with <see cref="Release"/>.</typeparam>
public interface ILinearSpace<T>
{
    /// <summary>x + scale·y, element by element.</summary>
    /// <param name="x">Borrowed.</param>
    /// <param name="y">Borrowed, of the same shape.</param>
    /// <param name="scale">A scalar.</param>
    /// <returns>A new element that the caller owns.</returns>
    T AddScaled(T x, T y, double scale);

    /// <summary>Σ wᵢ·xᵢ.</summary>
    /// <param name="elements">Borrowed, at least one, all of one shape.</param>
    /// <param name="weights">As many as elements.</param>
    /// <returns>A new element that the caller owns.</returns>
    T Combine(ReadOnlySpan<T> elements, ReadOnlySpan<double> weights);

    /// <summary>The root mean square of value / (absolute + relative·max(|first|, |second|)), by which adaptive solvers judge an error.</summary>
    /// <param name="value">Borrowed.</param>
    /// <param name="first">Borrowed, of the same shape.</param>
    /// <param name="second">Borrowed, of the same shape; may be <paramref name="first"/>.</param>
    /// <param name="absolute">Above 0.</param>
    /// <param name="relative">0 or more.</param>
    /// <returns>Not finite where an element is not.</returns>
    double ScaledNorm(T value, T first, T second, double absolute, double relative);

    /// <summary>Frees an element that this space returned.</summary>
    /// <param name="element">Owned; not used afterwards.</param>
    void Release(T element);
}
