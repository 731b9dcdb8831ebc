namespace FaeRealtime.Sampling.Paths;

/// <summary>Output·y + State·x: how a quantity at one time follows from a network's answer y, or a velocity, and the latent x.</summary>
/// <param name="Output">The factor of the answer.</param>
/// <param name="State">The factor of the latent.</param>
public readonly record struct Affine(double Output, double State)
{
    /// <summary>The answer itself.</summary>
    public static Affine Identity { get; } = new(1, 0);

    /// <summary>Whether both factors are finite.</summary>
    public bool IsFinite => double.IsFinite(Output) && double.IsFinite(State);
}
