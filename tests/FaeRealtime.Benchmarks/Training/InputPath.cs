using System.Diagnostics;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Stages;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>Stage Ia on a data set, with its pictures and features held in one way. The frozen encoder is random: its speed is that of a trained one.</summary>
internal sealed class InputPath : IDisposable
{
    // As the training loop announces.
    private const int Ahead = 4;
    private const ulong EncoderSeed = 1;

    private readonly RunInputs _inputs;
    private readonly AutoencoderStage _stage;
    private readonly TrainedModulesOptimiser _optimiser;
    private readonly StepBatches _batches;
    private int _step;

    public InputPath(string name, RunContext run, DataSource source, DataOptions options)
    {
        Name = name;
        var model = run.Recipe.Model;
        var data = TrainingData.Load(source, model, run.Recipe.Flip, options, null, null, CancellationToken.None);
        _inputs = new RunInputs(run, data, options, VisionTransformer.Random(model.Encoder, EncoderSeed, run.Device), null, CancellationToken.None);
        _stage = AutoencoderStage.Prepare(run, _inputs);
        _optimiser = new TrainedModulesOptimiser(_stage, "");
        _batches = new StepBatches(_stage, run);
        Batch = _stage.Optimisation.Batch;
    }

    /// <summary>As in the table.</summary>
    public string Name { get; }

    /// <summary>Pictures a step.</summary>
    public int Batch { get; }

    /// <summary>Seconds for some steps of training.</summary>
    public double Train(int steps) => Run(steps, ahead => _stage.Announce(ahead), () => _optimiser.Step(_step, _batches.Parts(_step)));

    /// <summary>Seconds in which as many batches of pictures are gathered, and nothing is computed.</summary>
    public double Gather(int steps) => Run(steps, ahead => _inputs.Data.Train.Announce(ahead), () => _inputs.Data.Train.Gather(_batches.Views(_step)).Dispose());

    public void Dispose()
    {
        _optimiser.Dispose();
        _stage.Dispose();
        _inputs.Dispose();
    }

    private double Run(int steps, Action<long[]> announce, Action work)
    {
        var started = Stopwatch.GetTimestamp();
        for (var end = _step + steps; _step < end; _step++)
        {
            using var scope = torch.NewDisposeScope();
            announce(_batches.Views(_step + Ahead));
            work();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
