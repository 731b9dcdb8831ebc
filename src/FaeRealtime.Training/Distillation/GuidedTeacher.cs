using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>The frozen teacher's guided velocity, each row at a time of its own with the guidance that acts then.</summary>
/// <param name="field">The teacher. Borrowed.</param>
/// <param name="sampling">Its guidance.</param>
/// <param name="nullLabel">The label of no class; guidance leads away from it, without words.</param>
internal sealed class GuidedTeacher(IMeanVelocity field, SamplingConfig sampling, int nullLabel)
{
    private readonly GuidanceSchedule _guidance = new(sampling);

    /// <summary>u + w·(c − u), as c + (w − 1)·(c − u): u is asked for only where w is not 1.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">B times; 1 is noise.</param>
    /// <param name="wanted">B rows. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c> without gradient; the caller disposes.</returns>
    public torch.Tensor Velocity(torch.Tensor x, IReadOnlyList<double> t, ConditionRows wanted)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var velocity = field.Average(x, t, t, wanted); // [B, C, h, w]
        var guided = Enumerable.Range(0, t.Count).Where(row => _guidance.At(t[row]) != 1).ToArray();
        if (guided.Length > 0)
        {
            var rows = torch.tensor(Array.ConvertAll(guided, row => (long)row), [guided.Length], device: x.device); // [G]
            double[] times = [.. guided.Select(row => t[row])];
            var none = new ConditionRows(torch.full_like(rows, nullLabel)); // [G]
            var apart = velocity.index_select(0, rows) - field.Average(x.index_select(0, rows), times, times, none); // [G, C, h, w]
            apart.mul_(RowColumn.Of(x, times.Select(time => _guidance.At(time) - 1)));
            if (sampling.GuidedChannels is { } some && some < x.size(1))
            {
                apart.narrow(1, some, x.size(1) - some).zero_();
            }

            velocity.index_add_(0, rows, apart, 1);
        }

        return velocity.MoveToOuterDisposeScope();
    }
}
