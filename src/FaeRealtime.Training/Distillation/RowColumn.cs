using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>Numbers, one a row of a batch, as a tensor that multiplies its rows.</summary>
internal static class RowColumn
{
    /// <summary>The column.</summary>
    /// <param name="x"><c>[B, C, h, w]</c>, whose device is taken. Borrowed.</param>
    /// <param name="values">B numbers.</param>
    /// <returns><c>[B, 1, 1, 1]</c>; the caller disposes.</returns>
    public static torch.Tensor Of(torch.Tensor x, IEnumerable<double> values)
    {
        var floats = values.Select(value => (float)value).ToArray();
        return torch.tensor(floats, [floats.Length, 1, 1, 1], device: x.device); // [B, 1, 1, 1]
    }
}
