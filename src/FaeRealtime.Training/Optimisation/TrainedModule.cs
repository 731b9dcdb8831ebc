using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Optimisation;

/// <summary>A network in training and its exponential moving average, which starts as a copy. Owns both.</summary>
internal sealed class TrainedModule : IDisposable
{
    private readonly (Parameter Trained, Parameter Averaged)[] pairs;

    /// <summary>Pairs two networks of one structure.</summary>
    /// <param name="name">Prefix of the parameters in saved states.</param>
    /// <param name="trained">Taken over; its weights are copied into <paramref name="averaged"/>.</param>
    /// <param name="averaged">Taken over; needs no gradient. Null where no average is wanted, as of an adversary.</param>
    public TrainedModule(string name, nn.Module trained, nn.Module? averaged)
    {
        Name = name;
        Trained = trained;
        Averaged = averaged;
        pairs = averaged is null ? [] : [.. trained.parameters().Zip(averaged.parameters())];
        averaged?.eval();
        averaged?.load_state_dict(trained.state_dict());
        foreach (var (_, average) in pairs)
        {
            average.requires_grad = false;
        }
    }

    public string Name { get; }

    public nn.Module Trained { get; }

    public nn.Module? Averaged { get; }

    /// <summary>The trained parameters by the key that saved states use.</summary>
    public IEnumerable<(string Key, Parameter Trained)> Parameters() => Trained.named_parameters().Select(named => ($"{Name}.{named.name}", named.parameter));

    /// <summary>Their averages by the same keys; none where there is no average.</summary>
    public IEnumerable<(string Key, Parameter Averaged)> Averages() => Averaged is null ? [] : Parameters().Zip(pairs, (named, pair) => (named.Key, pair.Averaged));

    /// <summary>average ← decay·average + (1 − decay)·weights.</summary>
    public void Average(double decay)
    {
        using var guard = no_grad();
        using var weight = tensor((float)(1 - decay));
        foreach (var (trained, averaged) in pairs)
        {
            averaged.lerp_(trained, weight);
        }
    }

    public void Dispose()
    {
        Trained.Dispose();
        Averaged?.Dispose();
    }
}
