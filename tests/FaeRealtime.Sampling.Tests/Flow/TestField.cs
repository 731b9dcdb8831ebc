using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

/// <summary>A velocity given element by element, that records its calls.</summary>
internal sealed class TestField(CountingSpace space, Func<float, double, double, float> velocity) : IConditionalField<float[], string>
{
    public List<(double T, double R, string Condition, double Guidance)> Calls { get; } = [];

    public float[] Velocity(float[] x, double t, double r, string condition, double guidance)
    {
        Calls.Add((t, r, condition, guidance));
        return space.Own([.. x.Select(value => velocity(value, t, r))]);
    }
}
