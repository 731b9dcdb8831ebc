using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

/// <summary>Counts what it handed out and has not got back, and refuses anything else.</summary>
internal sealed class CountingSpace : ILinearSpace<float[]>
{
    private readonly ArraySpace inner = new();
    private readonly HashSet<float[]> live = new(ReferenceEqualityComparer.Instance);

    public int Live => live.Count;

    public int Most { get; private set; }

    public float[] AddScaled(float[] x, float[] y, double scale) => Own(inner.AddScaled(x, y, scale));

    public float[] Combine(ReadOnlySpan<float[]> elements, ReadOnlySpan<double> weights) => Own(inner.Combine(elements, weights));

    public double ScaledNorm(float[] value, float[] first, float[] second, double absolute, double relative) =>
        inner.ScaledNorm(value, first, second, absolute, relative);

    /// <summary>Takes in what a field makes, which the sampler must release too.</summary>
    public float[] Own(float[] element)
    {
        live.Add(element);
        Most = Math.Max(Most, live.Count);
        return element;
    }

    public void Release(float[] element) => Assert.True(live.Remove(element), "Released twice, or not owned.");
}
