using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>The exact likelihood that a flow gives data: −log p(x) = ½‖z‖² + D/2·log 2π − Σ_blocks log |det ∂z/∂x|.</summary>
public static class FlowLikelihood
{
    /// <summary>Negative log-likelihood in nats a dimension without the constant ½·log 2π, as both papers train on it.</summary>
    /// <param name="encoding">B pictures, of shape <c>[B, …]</c>. Borrowed.</param>
    /// <returns><c>[B]</c>; the caller disposes.</returns>
    public static Tensor PerSample(FlowEncoding encoding)
    {
        using var scope = NewDisposeScope();
        return (Prior(encoding) - LogDeterminant(encoding)).MoveToOuterDisposeScope(); // [B]
    }

    /// <summary>The loss: the mean of <see cref="PerSample"/>.</summary>
    /// <param name="encoding">B pictures, of shape <c>[B, …]</c>. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public static Tensor Loss(FlowEncoding encoding)
    {
        using var each = PerSample(encoding); // [B]
        return each.mean();
    }

    /// <summary>½ of the noise's mean square: the standard normal's share.</summary>
    /// <param name="encoding">B pictures, of shape <c>[B, …]</c>. Borrowed.</param>
    /// <returns><c>[B]</c>; the caller disposes.</returns>
    public static Tensor Prior(FlowEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        using var squares = encoding.Noise.square(); // [B, …]
        using var mean = Mean(squares); // [B]
        return mean * 0.5;
    }

    /// <summary>log |det ∂z/∂x| a dimension, all blocks together.</summary>
    /// <param name="encoding">B pictures, of shape <c>[B, …]</c>. Borrowed.</param>
    /// <returns><c>[B]</c>; the caller disposes.</returns>
    public static Tensor LogDeterminant(FlowEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        using var scope = NewDisposeScope();
        return encoding.LogDeterminants.Select(Mean).Aggregate((sum, next) => sum + next).MoveToOuterDisposeScope(); // [B]
    }

    /// <summary>Bits a dimension with the constant: (nats + ½·log 2π) / log 2.</summary>
    /// <param name="nats">From <see cref="PerSample"/> or <see cref="Loss"/>.</param>
    /// <param name="logScale">Mean natural logarithm of what one unit of x is in the data's own: for latents divided by a deviation, the mean log deviation over the channels; 0 for x as given.</param>
    public static double BitsPerDimension(double nats, double logScale = 0) => (nats + (0.5 * Math.Log(2 * Math.PI)) + logScale) / Math.Log(2);

    private static Tensor Mean(Tensor x)
    {
        using var flat = x.flatten(1); // [B, D]
        return flat.mean([1L]); // [B]
    }
}
