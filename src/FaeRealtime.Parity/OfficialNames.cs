using FaeRealtime.Core.Config;

namespace FaeRealtime.Parity;

/// <summary>SiT's names of what this program calls otherwise.</summary>
internal static class OfficialNames
{
    /// <summary>A form of diffusion; the source misspells one.</summary>
    /// <returns>Null for none of them.</returns>
    public static DiffusionForm? Diffusion(string? name) => name switch
    {
        "constant" => DiffusionForm.Constant,
        "SBDM" => DiffusionForm.Sbdm,
        "sigma" => DiffusionForm.Sigma,
        "linear" => DiffusionForm.Linear,
        "decreasing" => DiffusionForm.Decreasing,
        "increasing-decreasing" or "inccreasing-decreasing" => DiffusionForm.IncreasingDecreasing,
        _ => null,
    };

    /// <summary>A path.</summary>
    /// <returns>Null for none of them.</returns>
    public static PathKind? Path(string name) => name switch
    {
        "Linear" => PathKind.Linear,
        "GVP" => PathKind.Gvp,
        "VP" => PathKind.Vp,
        _ => null,
    };

    /// <summary>A prediction.</summary>
    /// <returns>Null for none of them.</returns>
    public static PredictionKind? Prediction(string name) => name switch
    {
        "velocity" => PredictionKind.Velocity,
        "noise" => PredictionKind.Noise,
        "score" => PredictionKind.Score,
        _ => null,
    };

    /// <summary>A loss weight.</summary>
    /// <returns>Null for none of them.</returns>
    public static LossWeight? Weight(string name) => name switch
    {
        "None" => LossWeight.None,
        "velocity" => LossWeight.Velocity,
        "likelihood" => LossWeight.Likelihood,
        _ => null,
    };
}
