using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

/// <summary>Counts what it handed out and has not got back, and refuses anything else.</summary>
internal sealed class CountingSpace : ILinearSpace<float[]>
{
    private readonly ArraySpace _inner = new();
    private readonly HashSet<float[]> _live = new(ReferenceEqualityComparer.Instance);

    public int Live => _live.Count;

    public int Most { get; private set; }

    public float[] AddScaled(float[] x, float[] y, double scale) => Own(_inner.AddScaled(x, y, scale));

    public float[] Combine(ReadOnlySpan<float[]> elements, ReadOnlySpan<double> weights) => Own(_inner.Combine(elements, weights));

    public double ScaledNorm(float[] value, float[] first, float[] second, double absolute, double relative) =>
        _inner.ScaledNorm(value, first, second, absolute, relative);

    /// <summary>Takes in what a field makes, which the sampler must release too.</summary>
    public float[] Own(float[] element)
    {
        _live.Add(element);
        Most = Math.Max(Most, _live.Count);
        return element;
    }

    public void Release(float[] element) => Assert.True(_live.Remove(element), "Released twice, or not owned.");
}
