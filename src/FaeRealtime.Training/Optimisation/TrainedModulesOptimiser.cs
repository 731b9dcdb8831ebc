using FaeRealtime.Training.Distributed;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Optimisation;

/// <summary>A group of trained modules with its AdamW, its update and the running means of its losses.</summary>
internal sealed class TrainedModulesOptimiser : IDisposable
{
    private readonly ITrainedModules _modules;
    private readonly IRankExchange _exchange;
    private readonly FusedAdamW _adam;
    private readonly OptimisationStep _update;

    /// <summary>Prepares training.</summary>
    /// <param name="modules">Borrowed.</param>
    /// <param name="prefix">Before the names of its losses in the log.</param>
    /// <param name="exchange">The processes that train it together; null for this one alone. Borrowed.</param>
    public TrainedModulesOptimiser(ITrainedModules modules, string prefix, IRankExchange? exchange = null)
    {
        _modules = modules;
        _exchange = exchange ?? new SingleRank();
        var recipe = modules.Optimisation;
        var parameters = modules.Modules.SelectMany(module => module.Parameters()).Select(named => named.Trained);
        _adam = new FusedAdamW(parameters, recipe.Beta1, recipe.Beta2, recipe.WeightDecay);
        _update = new OptimisationStep(_adam.Step, modules.Modules, recipe.ClipNorm);
        Meter = new LossMeter(prefix);
    }

    /// <summary>Means of the losses since they were last read.</summary>
    public LossMeter Meter { get; }

    /// <summary>Updates that AdamW has made; saved and restored with <see cref="Moments"/>.</summary>
    public long Updates
    {
        get => _adam.Updates;
        set => _adam.Updates = value;
    }

    /// <summary>What is saved and restored: for every parameter AdamW's moments, of its shape. Borrowed.</summary>
    public IEnumerable<(string Key, Parameter Trained, torch.Tensor First, torch.Tensor Second)> Moments() => _modules.Modules
        .SelectMany(module => module.Parameters())
        .Zip(_adam.Moments, (named, moments) => (named.Key, moments.Trained, moments.First, moments.Second));

    /// <summary>One step on a batch, given in parts.</summary>
    /// <param name="step">Zero-based.</param>
    /// <param name="parts">Of this process's rows of the step's batch, with each its share of the whole batch.</param>
    /// <param name="stopping">Whether this process was asked to stop.</param>
    /// <param name="cancellationToken">Gives the step up between two parts: no weight has moved then.</param>
    /// <returns>Whether the weights moved, which they do not where loss or gradient is not finite; whether any process was asked to stop.</returns>
    public (bool Moved, bool Stopping) Step(int step, IEnumerable<(TrainingBatch Batch, double Share)> parts, bool stopping = false, CancellationToken cancellationToken = default)
    {
        using var scope = torch.NewDisposeScope();
        var total = torch.zeros([], device: _modules.Modules[0].Parameters().First().Trained.device);
        foreach (var (batch, share) in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var part = torch.NewDisposeScope();
            var losses = _modules.Losses(batch);
            _update.Accumulate(losses.Total, share);
            total.add_(losses.Total.detach(), share);
            Meter.Add(losses, share);
        }

        // Shares are of the whole batch, so sums over the processes are its means; from here on all of them hold the same numbers.
        stopping = _exchange.Sum([.. _update.Gradients, total, .. Meter.Pending], stopping);

        // Averages forget the beginning faster: the decay warms up.
        var taken = step - _modules.FirstStep;
        var decay = Math.Min(_modules.Optimisation.EmaDecay, (1.0 + taken) / (10.0 + taken));
        var (norm, moved) = _update.Move(total, LearningRate.At(_modules.Optimisation, step), decay);
        Meter.EndStep(norm, moved);
        _modules.EndStep(moved);
        AverageBuffers();
        return (moved, stopping);
    }

    public void Dispose()
    {
        _adam.Dispose();
        Meter.Dispose();
    }

    // Every process moved them by the mean of its rows, of which all have as many.
    private void AverageBuffers()
    {
        var buffers = _modules.Buffers.Select(buffer => buffer.Value).ToArray();
        if (_exchange.World == 1 || buffers.Length == 0)
        {
            return;
        }

        using var guard = torch.no_grad();
        _exchange.Sum(buffers);
        foreach (var buffer in buffers)
        {
            buffer.div_(_exchange.World);
        }
    }
}
