using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Paths;

/// <summary>How a generator of either direction of time and any prediction is asked, and what its answer means in this product's time (1 is noise).</summary>
/// <remarks>Weights of the opposite direction: v(x, t) = −f(x, 1 − t); a predicted noise or score needs no sign.</remarks>
public static class GeneratorAnswer
{
    /// <summary>The time as the network counts it.</summary>
    /// <param name="config">The generator.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    public static double NetworkTime(GeneratorConfig config, double t) => config.Time == TimeDirection.DataAtOne ? 1 - t : t;

    /// <summary>The velocity as a·answer + b·x.</summary>
    /// <param name="config">The generator.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <exception cref="ConfigException">A noise or score tells no velocity at this time.</exception>
    public static Affine Velocity(GeneratorConfig config, double t)
    {
        if (config.Prediction == PredictionKind.Velocity)
        {
            return config.Time == TimeDirection.DataAtOne ? new Affine(-1, 0) : Affine.Identity;
        }

        var velocity = FlowPath.At(config.Path, t).VelocityFrom(config.Prediction);
        return velocity.IsFinite ? velocity : throw new ConfigException(string.Create(
            CultureInfo.InvariantCulture,
            $"A {config.Prediction} prediction on the {config.Path} path has no velocity at time {t}; set sampling.start below 1 (SiT: 0.999) and sampling.end above 0."));
    }
}
