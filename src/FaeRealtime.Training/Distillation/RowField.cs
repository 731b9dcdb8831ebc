using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>A generator or student asked at times of their own for every row, in this product's direction of time. With gradient where that is on.</summary>
/// <param name="network">A velocity network. Borrowed.</param>
internal sealed class RowField(LightningDiT network)
{
    /// <summary>The network.</summary>
    public LightningDiT Network => network;

    /// <summary>The velocity of every row at t, or its mean from t to r where the network has a target time.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">B times; 1 is noise.</param>
    /// <param name="r">B target times, at most t.</param>
    /// <param name="labels"><c>[B]</c> int64, null labels among them. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Average(torch.Tensor x, IReadOnlyList<double> t, IReadOnlyList<double> r, torch.Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var output = network.Average(x, Asked(x, t), Asked(x, r), labels); // [B, C, h, w]
        return (Reversed ? -output : output).MoveToOuterDisposeScope();
    }

    /// <summary>A column of numbers, one a row.</summary>
    /// <param name="x"><c>[B, C, h, w]</c>, whose device is taken. Borrowed.</param>
    /// <param name="values">B numbers.</param>
    /// <returns><c>[B, 1, 1, 1]</c>; the caller disposes.</returns>
    public static torch.Tensor Column(torch.Tensor x, IEnumerable<double> values)
    {
        var floats = values.Select(value => (float)value).ToArray();
        return torch.tensor(floats, [floats.Length, 1, 1, 1], device: x.device); // [B, 1, 1, 1]
    }

    private bool Reversed => network.Config.Time == TimeDirection.DataAtOne;

    private torch.Tensor Asked(torch.Tensor x, IReadOnlyList<double> times) =>
        torch.tensor([.. times.Select(t => (float)(Reversed ? 1 - t : t))], [times.Count], device: x.device); // [B]
}
