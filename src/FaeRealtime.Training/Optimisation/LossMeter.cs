using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Sums the named losses of an interval where they are and reads them once at its end.</summary>
internal sealed class LossMeter : IDisposable
{
    private torch.Tensor? sums;
    private IReadOnlyList<string> names = [];
    private int steps;

    /// <summary>Adds a step's losses, its total and its gradient norm.</summary>
    public void Add(StepLosses losses, torch.Tensor gradientNorm)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var values = torch.stack([losses.Total.detach(), gradientNorm, .. losses.Named.Select(named => named.Value)]);
        if (sums is null)
        {
            names = ["loss", "gradient", .. losses.Named.Select(named => named.Name)];
            sums = values.DetachFromDisposeScope();
        }
        else
        {
            sums.add_(values);
        }

        steps++;
    }

    /// <summary>Means since the last call, or an empty list.</summary>
    /// <exception cref="ConfigException">A mean is not a finite number.</exception>
    public IReadOnlyList<(string Name, double Value)> Read(string stage, int step)
    {
        if (sums is null)
        {
            return [];
        }

        var values = TensorExport.Values(sums);
        var means = names.Select((name, i) => (name, (double)values[i] / steps)).ToArray();
        sums.Dispose();
        (sums, steps) = (null, 0);
        return means.All(mean => double.IsFinite(mean.Item2))
            ? means
            : throw new ConfigException(string.Create(
                CultureInfo.InvariantCulture,
                $"Stage {stage} diverged by step {step}: {string.Join(", ", means.Select(mean => $"{mean.name} {mean.Item2:g4}"))}. The last saved state is kept: lower the learning rate or the clip norm in the recipe and use --resume, or start anew in another folder."));
    }

    public void Dispose() => sums?.Dispose();
}
