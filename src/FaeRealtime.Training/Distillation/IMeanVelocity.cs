using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>A velocity field asked at times of their own for every row, in this product's direction of time. With gradient where that is on.</summary>
internal interface IMeanVelocity
{
    /// <summary>The velocity of every row at t, or its mean from t to r where the field knows one.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">B times; 1 is noise.</param>
    /// <param name="r">B target times, at most t.</param>
    /// <param name="labels"><c>[B]</c> int64, null labels among them. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    torch.Tensor Average(torch.Tensor x, IReadOnlyList<double> t, IReadOnlyList<double> r, torch.Tensor labels);
}
