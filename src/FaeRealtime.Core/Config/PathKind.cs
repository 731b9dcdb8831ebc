using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How data and noise are mixed along a flow, x_t = α(t)·data + σ(t)·noise. The formulas are in <c>FaeRealtime.Sampling.Paths</c>.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PathKind>))]
public enum PathKind
{
    /// <summary>α = 1 − t, σ = t: the straight path of the paper, SiT, REPA and LightningDiT.</summary>
    Linear,

    /// <summary>α = cos(πt/2), σ = sin(πt/2): SiT's generalised variance-preserving path, REPA's «cosine».</summary>
    Gvp,

    /// <summary>The variance-preserving diffusion with β from 0.1 to 20, as in SiT.</summary>
    Vp,
}

/// <summary>What a generator network answers with.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PredictionKind>))]
public enum PredictionKind
{
    /// <summary>The velocity dx/dt of the path.</summary>
    Velocity,

    /// <summary>The noise ε in x_t.</summary>
    Noise,

    /// <summary>The score ∇ log p(x_t) = −ε/σ.</summary>
    Score,
}

/// <summary>The time convention a generator's weights were trained in; the rest of the product uses <see cref="NoiseAtOne"/>.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TimeDirection>))]
public enum TimeDirection
{
    /// <summary>t = 1 is noise, velocity ε − x (FAE, REPA).</summary>
    NoiseAtOne,

    /// <summary>t = 1 is data, velocity x − ε (SiT, LightningDiT): used as v(x, t) = −f(x, 1 − t).</summary>
    DataAtOne,
}
