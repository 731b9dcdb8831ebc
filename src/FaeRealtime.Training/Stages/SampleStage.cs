using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stores posterior-mean latents of real images with the model, so that it can show them without data or ViT.</summary>
internal static class SampleStage
{
    /// <summary>Every how many-th sample of a class is taken from the held-out split, while it lasts.</summary>
    private const int HeldOutEvery = 4;

    /// <summary>Writes samples.safetensors: a seeded choice, the classes in turn, a quarter from held-out images.</summary>
    public static void Write(RunContext run, RunInputs inputs)
    {
        if (run.Recipe.Samples == 0)
        {
            return;
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var frozen = FaeModel.Load(run.Model, run.Device, ModelParts.Encoder);
        var (train, heldOut) = inputs.Latents(frozen.Encoder);
        var choice = Choose(inputs.Data, run.Recipe.Samples, run.Recipe.Seed);
        var latents = choice.Select(sample => (sample.HeldOut ? heldOut : train).Mean([sample.Index]));
        var shape = run.Recipe.Model.Latent;
        new SampleLatents(
            choice.Count,
            shape.Channels,
            shape.Side,
            TensorExport.Values(torch.cat([.. latents], 0)),
            [.. choice.Select(sample => (int)Set(inputs.Data, sample).Labels[sample.Index])],
            [.. choice.Select(sample => Set(inputs.Data, sample).Names[(int)sample.Index])]).Save(run.Model.SamplesPath);
    }

    /// <summary>The chosen images, sorted by class as the generator counts them.</summary>
    internal static IReadOnlyList<Sample> Choose(TrainingData data, int count, ulong seed)
    {
        var queues = Enumerable.Range(0, data.Classes.Count)
            .Select(label => new Queue<Sample>(Interleave(Shuffled(data, label, heldOut: false, seed), Shuffled(data, label, heldOut: true, seed))))
            .ToArray();
        var chosen = new List<Sample>();
        while (chosen.Count < count && queues.Any(queue => queue.Count > 0))
        {
            foreach (var queue in queues)
            {
                if (chosen.Count < count && queue.TryDequeue(out var sample))
                {
                    chosen.Add(sample);
                }
            }
        }

        return [.. chosen.OrderBy(sample => Set(data, sample).Labels[sample.Index])];
    }

    private static ImageSet Set(TrainingData data, Sample sample) => sample.HeldOut ? data.HeldOut : data.Train;

    private static IEnumerable<Sample> Interleave(List<Sample> train, List<Sample> heldOut)
    {
        var (seen, unseen) = (new Queue<Sample>(train), new Queue<Sample>(heldOut));
        for (var i = 0; seen.Count + unseen.Count > 0; i++)
        {
            var wantsUnseen = i % HeldOutEvery == HeldOutEvery - 1;
            yield return (wantsUnseen && unseen.Count > 0) || seen.Count == 0 ? unseen.Dequeue() : seen.Dequeue();
        }
    }

    private static List<Sample> Shuffled(TrainingData data, int label, bool heldOut, ulong seed)
    {
        var labels = (heldOut ? data.HeldOut : data.Train).Labels;
        var samples = Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).Select(i => new Sample(heldOut, i)).ToList();
        var random = new StepRandom(seed, StageKind.III, (2 * label) + (heldOut ? 1 : 0));
        for (var i = samples.Count - 1; i > 0; i--)
        {
            var j = (int)random.Integer(RandomPurpose.Samples, i, i + 1);
            (samples[i], samples[j]) = (samples[j], samples[i]);
        }

        return samples;
    }

    /// <summary>An image of one split.</summary>
    internal readonly record struct Sample(bool HeldOut, long Index);
}
