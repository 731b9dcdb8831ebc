using FaeRealtime.Training.Conditions;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>The mean velocity between two states of a teacher's trajectory: (x_t − x_r)/(t − r), by squared error (MF-RAE's first stage, CMT).</summary>
internal static class TrajectoryRegression
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="student">Borrowed.</param>
    /// <param name="from">x_t <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="to">x_r <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">B times of <paramref name="from"/>: the true ones, also of a shifted grid.</param>
    /// <param name="r">B times of <paramref name="to"/>, below t.</param>
    /// <param name="wanted">B rows. Borrowed.</param>
    /// <returns>A scalar with gradient; the caller disposes.</returns>
    public static torch.Tensor Loss(IMeanVelocity student, torch.Tensor from, torch.Tensor to, IReadOnlyList<double> t, IReadOnlyList<double> r, ConditionRows wanted)
    {
        using var scope = torch.NewDisposeScope();
        var target = (from - to) / RowColumn.Of(from, t.Zip(r, (start, end) => start - end)); // [B, C, h, w]
        return (student.Average(from, t, r, wanted) - target).square().mean().MoveToOuterDisposeScope();
    }
}
