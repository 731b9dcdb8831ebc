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

    private readonly RunInputs inputs;
    private readonly AutoencoderStage stage;
    private readonly TrainedModulesOptimiser optimiser;
    private readonly StepBatches batches;
    private int step;

    public InputPath(string name, RunContext run, DataSource source, DataOptions options)
    {
        Name = name;
        var model = run.Recipe.Model;
        var data = TrainingData.Load(source, model, run.Recipe.Flip, options, null, null, CancellationToken.None);
        inputs = new RunInputs(run, data, options, VisionTransformer.Random(model.Encoder, EncoderSeed, run.Device), null, CancellationToken.None);
        stage = new AutoencoderStage(run, inputs);
        optimiser = new TrainedModulesOptimiser(stage, "");
        batches = new StepBatches(stage, run);
        Batch = stage.Optimisation.Batch;
    }

    /// <summary>As in the table.</summary>
    public string Name { get; }

    /// <summary>Pictures a step.</summary>
    public int Batch { get; }

    /// <summary>Seconds for some steps of training.</summary>
    public double Train(int steps) => Run(steps, ahead => stage.Announce(ahead), () => optimiser.Step(step, batches.Parts(step)));

    /// <summary>Seconds in which as many batches of pictures are gathered, and nothing is computed.</summary>
    public double Gather(int steps) => Run(steps, ahead => inputs.Data.Train.Announce(ahead), () => inputs.Data.Train.Gather(batches.Views(step)).Dispose());

    public void Dispose()
    {
        optimiser.Dispose();
        stage.Dispose();
        inputs.Dispose();
    }

    private double Run(int steps, Action<long[]> announce, Action work)
    {
        var started = Stopwatch.GetTimestamp();
        for (var end = step + steps; step < end; step++)
        {
            using var scope = torch.NewDisposeScope();
            announce(batches.Views(step + Ahead));
            work();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
