using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Conditions;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>MeanFlow with a teacher's velocity: u = v − (t − r)·du/dt along (v, 1), the derivative as a central difference (MF-RAE's second stage).</summary>
/// <remarks>
/// A difference needs no forward-mode derivative, but float32: at δ = 5e-3, bfloat16 would leave nothing of it. Where t ± δ leaves [0, 1] the point is moved to the end and the
/// difference divided by the distance that is left: neither network was ever asked beyond.
/// </remarks>
/// <param name="student">Borrowed.</param>
/// <param name="teacher">Borrowed.</param>
/// <param name="path">Between data and noise.</param>
/// <param name="delta">δ.</param>
internal sealed class MeanFlowDistillation(IMeanVelocity student, GuidedTeacher teacher, PathKind path, double delta)
{
    // Of the adaptive weight: keeps a perfect row from dividing by nothing.
    private const double Floor = 1e-3;

    /// <summary>The loss of a batch: mean of L²/(sg(L²) + 1e-3), L² a row's sum of squares.</summary>
    /// <param name="data">Latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="noise">Of that shape. Borrowed.</param>
    /// <param name="t">B times; 1 is noise.</param>
    /// <param name="r">B target times, at most t.</param>
    /// <param name="wanted">B rows. Borrowed.</param>
    /// <returns>The loss with gradient and the mean squared error without, scalars in the caller's dispose scope.</returns>
    public (torch.Tensor Loss, torch.Tensor Error) Loss(torch.Tensor data, torch.Tensor noise, double[] t, double[] r, ConditionRows wanted)
    {
        var points = Array.ConvertAll(t, time => FlowPath.At(path, time));
        var x = (data * RowColumn.Of(data, points.Select(point => point.Alpha))).addcmul_(noise, RowColumn.Of(data, points.Select(point => point.Sigma)), 1); // [B, C, h, w]
        var target = Target(x, t, r, wanted); // [B, C, h, w]
        var squared = (student.Average(x, t, r, wanted) - target).square().sum([1L, 2L, 3L]); // [B]
        return ((squared / (squared.detach() + Floor)).mean(), squared.detach().mean() / (double)(x.numel() / x.size(0)));
    }

    /// <summary>What the student should answer.</summary>
    /// <param name="x">x_t <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">B times; 1 is noise.</param>
    /// <param name="r">B target times, at most t.</param>
    /// <param name="wanted">B rows. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c> without gradient; the caller disposes.</returns>
    public torch.Tensor Target(torch.Tensor x, double[] t, double[] r, ConditionRows wanted)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var velocity = teacher.Velocity(x, t, wanted); // [B, C, h, w]
        var apart = Enumerable.Range(0, t.Length).Where(row => r[row] < t[row]).ToArray();
        if (apart.Length > 0)
        {
            var rows = torch.tensor(Array.ConvertAll(apart, row => (long)row), [apart.Length], device: x.device); // [G]
            var (times, ends) = (Array.ConvertAll(apart, row => t[row]), Array.ConvertAll(apart, row => r[row]));
            var slope = Slope(x.index_select(0, rows), velocity.index_select(0, rows), times, ends, wanted.At(rows)); // [G, C, h, w]
            velocity.index_add_(0, rows, slope.mul_(RowColumn.Of(x, times.Zip(ends, (time, end) => end - time))), 1);
        }

        return velocity.MoveToOuterDisposeScope();
    }

    private torch.Tensor Slope(torch.Tensor x, torch.Tensor velocity, double[] t, double[] r, ConditionRows wanted)
    {
        var (above, below) = (Array.ConvertAll(t, time => Math.Min(time + delta, 1)), Array.ConvertAll(t, time => Math.Max(time - delta, 0)));
        var difference = Moved(above) - Moved(below); // [B, C, h, w]
        return difference / RowColumn.Of(x, above.Zip(below, (up, down) => up - down)); // [B, C, h, w]

        torch.Tensor Moved(double[] times)
        {
            var there = x.addcmul(velocity, RowColumn.Of(x, times.Zip(t, (time, now) => time - now)), 1); // [B, C, h, w]
            return student.Average(there, times, r, wanted); // [B, C, h, w]
        }
    }
}
