using FaeRealtime.Models.Layers;
using FaeRealtime.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Optimisation;

/// <summary>A network in training and its exponential moving average, which starts as a copy. Owns both.</summary>
/// <remarks>
/// In bfloat16 the network holds rounded copies of its weights. AdamW moves float32 ones, whose steps are mostly smaller than what bfloat16 can tell apart, and the copies follow; gradients are
/// gathered in float32. Where there is an average, weights and averages are each laid in one <see cref="ParameterBlock"/>.
/// </remarks>
internal sealed class TrainedModule : IDisposable
{
    private readonly IReadOnlyList<(string Key, Parameter Copy, Parameter Weight)> _parameters;
    private readonly Parameter[] _averages;
    private readonly (ParameterBlock Weights, ParameterBlock Averages)? _blocks;

    /// <summary>Pairs two networks of one structure.</summary>
    /// <param name="name">Prefix of the parameters in saved states.</param>
    /// <param name="trained">Taken over; its weights are copied into <paramref name="averaged"/>.</param>
    /// <param name="averaged">Taken over; needs no gradient and stays in float32. Null for no average, as of a discriminator.</param>
    /// <param name="precision">What <paramref name="trained"/> computes in; for bfloat16 its layers' parameters are replaced.</param>
    public TrainedModule(string name, nn.Module trained, nn.Module? averaged, TrainingPrecision precision = TrainingPrecision.Fp32)
    {
        Name = name;
        Trained = trained;
        Averaged = averaged;
        _averages = averaged is null ? [] : [.. averaged.parameters()];
        averaged?.eval();
        averaged?.load_state_dict(trained.state_dict());
        foreach (var average in _averages)
        {
            average.requires_grad = false;
        }

        _parameters = precision == TrainingPrecision.Bf16 ? Rounded(trained) : [.. trained.named_parameters().Select(named => (named.name, named.parameter, named.parameter))];
        _blocks = _averages.Length == 0 ? null : (new ParameterBlock([.. _parameters.Select(entry => entry.Weight)]), new ParameterBlock(_averages));
    }

    public string Name { get; }

    public nn.Module Trained { get; }

    public nn.Module? Averaged { get; }

    /// <summary>The weights that are trained, float32, by the key that saved states use.</summary>
    public IEnumerable<(string Key, Parameter Trained)> Parameters() => _parameters.Select(entry => ($"{Name}.{entry.Key}", entry.Weight));

    /// <summary>Their averages by the same keys; none where there is no average.</summary>
    public IEnumerable<(string Key, Parameter Averaged)> Averages() => Averaged is null ? [] : Parameters().Zip(_averages, (named, average) => (named.Key, average));

    /// <summary>Adds the gradients of a backward pass to the weights', where the network computes with copies.</summary>
    public void GatherGradients()
    {
        using var scope = NewDisposeScope();
        foreach (var (copy, weight) in Copies())
        {
            if (copy.grad is not { } gradient)
            {
                continue;
            }

            var wide = gradient.to_type(weight.dtype);
            if (weight.grad is { } gathered)
            {
                gathered.add_(wide);
            }
            else
            {
                weight.grad = wide;
            }

            copy.grad = null;
        }
    }

    /// <summary>Rounds the weights into the network's copies, after they have moved or were read.</summary>
    public void Round()
    {
        using var guard = no_grad();
        foreach (var (copy, weight) in Copies())
        {
            copy.copy_(weight);
        }
    }

    /// <summary>average ← decay·average + (1 − decay)·weights, in one operator for all of them.</summary>
    public void Average(double decay)
    {
        if (_blocks is not { } all)
        {
            return;
        }

        using var guard = no_grad();

        // Filled where it is needed, not copied there.
        using var share = full([], (float)(1 - decay), ScalarType.Float32, all.Averages.Values.device);
        all.Averages.Values.lerp_(all.Weights.Values, share);
    }

    public void Dispose()
    {
        foreach (var (_, weight) in Copies())
        {
            weight.Dispose();
        }

        Trained.Dispose();
        Averaged?.Dispose();
        _blocks?.Weights.Dispose();
        _blocks?.Averages.Dispose();
    }

    private static (string Key, Parameter Copy, Parameter Weight)[] Rounded(nn.Module network)
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [.. network.parameters().Select(parameter => (Parameter)new Parameter(parameter.detach().clone()).DetachFromDisposeScope())];
        network.Lower(ScalarType.BFloat16);
        return [.. network.named_parameters().Zip(weights, (named, weight) => (named.name, named.parameter, Own(named.parameter, weight)))];
    }

    private static Parameter Own(Parameter inNetwork, Parameter weight)
    {
        if (inNetwork.dtype != weight.dtype)
        {
            return weight;
        }

        weight.Dispose();
        return inNetwork;
    }

    private IEnumerable<(Parameter Copy, Parameter Weight)> Copies() => _parameters.Where(entry => !ReferenceEquals(entry.Copy, entry.Weight)).Select(entry => (entry.Copy, entry.Weight));
}
