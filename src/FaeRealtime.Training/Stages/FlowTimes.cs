using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Stages;

/// <summary>Turns uniform numbers into shifted flow-matching times.</summary>
/// <param name="distribution">Before the shift.</param>
/// <param name="shift">The sampler's own.</param>
/// <param name="span">The lowest and the highest time that the objective trains; drawn times are spread over it, as in SiT.</param>
internal sealed class FlowTimes(TimeDistribution distribution, TimestepShift shift, (double Lowest, double Highest) span)
{
    /// <summary>One time for every two uniforms.</summary>
    /// <param name="uniforms">In [0, 1).</param>
    public double[] Draw(double[] uniforms)
    {
        var result = new double[uniforms.Length / 2];
        for (var i = 0; i < result.Length; i++)
        {
            var (first, second) = (uniforms[2 * i], uniforms[(2 * i) + 1]);
            var t = distribution == TimeDistribution.Uniform ? first : Logistic(Normal(first, second));
            result[i] = span.Lowest + ((span.Highest - span.Lowest) * shift.Apply(t));
        }

        return result;
    }

    /// <summary>σ(x): makes a time of a normal number.</summary>
    internal static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(double first, double second) => Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second);
}
