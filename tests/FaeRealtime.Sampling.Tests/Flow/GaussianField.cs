using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Tests.Flow;

/// <summary>The exact velocity where data is normal: E[α̇·data + σ̇·noise | x].</summary>
internal sealed class GaussianField(PathKind path, double mean, double deviation) : IConditionalField<float[], string>
{
    public float[] Velocity(float[] x, double t, double r, string condition, double guidance)
    {
        var p = FlowPath.At(path, Math.Max(t, 1e-9));
        var variance = (p.Alpha * p.Alpha * deviation * deviation) + (p.Sigma * p.Sigma);
        var slope = ((p.AlphaRate * p.Alpha * deviation * deviation) + (p.SigmaRate * p.Sigma)) / variance;
        return [.. x.Select(value => (float)((p.AlphaRate * mean) + (slope * (value - (p.Alpha * mean)))))];
    }
}
