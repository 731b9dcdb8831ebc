using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Sums the named losses of an interval where they are and reads them once at its end. Steps whose gradient was not finite are left out and counted.</summary>
/// <param name="prefix">Before every name.</param>
internal sealed class LossMeter(string prefix = "") : IDisposable
{
    private torch.Tensor? _sums;
    private torch.Tensor? _running;
    private IReadOnlyList<string> _names = [];
    private int _steps;

    /// <summary>Steps that were left out in all.</summary>
    public int Skipped { get; private set; }

    /// <summary>The running step's sums <c>[values]</c>, weighted by share: what several processes add up; none before its first part. Borrowed.</summary>
    public IReadOnlyList<torch.Tensor> Pending => _running is null ? [] : [_running];

    /// <summary>Adds a part of a step's losses.</summary>
    /// <param name="losses">Of the part. Borrowed.</param>
    /// <param name="share">The part's share of the batch.</param>
    public void Add(StepLosses losses, double share)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var values = torch.stack([losses.Total.detach(), .. losses.Named.Select(named => named.Value)]) * share;
        _names = ["loss", .. losses.Named.Select(named => named.Name)];
        if (_running is null)
        {
            _running = values.DetachFromDisposeScope();
        }
        else
        {
            _running.add_(values);
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
        else if (_running is not null)
        {
            var values = torch.cat([_running, gradientNorm.reshape(1)], 0);
            _steps++;
            if (_sums is null)
            {
                _sums = values.DetachFromDisposeScope();
            }
            else
            {
                _sums.add_(values);
            }
        }

        _running?.Dispose();
        _running = null;
    }

    /// <summary>Means since the last call, or an empty list.</summary>
    public IReadOnlyList<(string Name, double Value)> Read()
    {
        if (_sums is null)
        {
            return [];
        }

        var values = TensorExport.Values(_sums);
        var means = _names.Append("gradient").Select((name, i) => (prefix + name, (double)values[i] / _steps)).ToArray();
        _sums.Dispose();
        (_sums, _steps) = (null, 0);
        return means;
    }

    public void Dispose()
    {
        _sums?.Dispose();
        _running?.Dispose();
    }
}
