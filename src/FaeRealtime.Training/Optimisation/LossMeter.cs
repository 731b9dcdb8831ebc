using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Sums the named losses of an interval where they are and reads them once at its end. Steps whose gradient was not finite are left out and counted.</summary>
/// <param name="prefix">Before every name.</param>
internal sealed class LossMeter(string prefix = "") : IDisposable
{
    private torch.Tensor? sums;
    private torch.Tensor? running;
    private IReadOnlyList<string> names = [];
    private int steps;

    /// <summary>Steps that were left out in all.</summary>
    public int Skipped { get; private set; }

    /// <summary>The running step's sums, weighted by share: what several processes add up; none before its first part.</summary>
    public IReadOnlyList<torch.Tensor> Pending => running is null ? [] : [running];

    /// <summary>Adds a part of a step's losses.</summary>
    /// <param name="losses">Of the part. Borrowed.</param>
    /// <param name="share">The part's share of the batch.</param>
    public void Add(StepLosses losses, double share)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var values = torch.stack([losses.Total.detach(), .. losses.Named.Select(named => named.Value)]) * share;
        names = ["loss", .. losses.Named.Select(named => named.Name)];
        if (running is null)
        {
            running = values.DetachFromDisposeScope();
        }
        else
        {
            running.add_(values);
        }
    }

    /// <summary>Ends a step.</summary>
    /// <param name="gradientNorm">A scalar. Borrowed.</param>
    /// <param name="moved">False leaves the step out of the means.</param>
    public void EndStep(torch.Tensor gradientNorm, bool moved)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        if (!moved)
        {
            Skipped++;
        }
        else if (running is not null)
        {
            var values = torch.cat([running, gradientNorm.reshape(1)], 0);
            steps++;
            if (sums is null)
            {
                sums = values.DetachFromDisposeScope();
            }
            else
            {
                sums.add_(values);
            }
        }

        running?.Dispose();
        running = null;
    }

    /// <summary>Means since the last call, or an empty list.</summary>
    public IReadOnlyList<(string Name, double Value)> Read()
    {
        if (sums is null)
        {
            return [];
        }

        var values = TensorExport.Values(sums);
        var means = names.Append("gradient").Select((name, i) => (prefix + name, (double)values[i] / steps)).ToArray();
        sums.Dispose();
        (sums, steps) = (null, 0);
        return means;
    }

    public void Dispose()
    {
        sums?.Dispose();
        running?.Dispose();
    }
}
