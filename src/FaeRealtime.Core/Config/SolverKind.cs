using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How a sampler moves from noise to data.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SolverKind>))]
public enum SolverKind
{
    /// <summary>The ordinary differential equation by Euler's method: one evaluation a step.</summary>
    Euler,

    /// <summary>The same by Heun's method of second order: two evaluations a step.</summary>
    Heun,

    /// <summary>The same by Dormand and Prince's 5(4) pair with steps of its own choice; <c>steps</c>, <c>grid</c> and <c>shift</c> do not act.</summary>
    Dopri5,

    /// <summary>The reverse stochastic equation by Euler–Maruyama: fresh noise at every step.</summary>
    EulerMaruyama,

    /// <summary>The reverse stochastic equation with Heun's correction, noise added before the step (SiT's «Heun»).</summary>
    HeunSde,
}
