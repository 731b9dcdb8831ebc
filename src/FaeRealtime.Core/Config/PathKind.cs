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
