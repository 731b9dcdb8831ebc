using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>The teacher's way from noise to data, its guidance included, with the states on it. Trajectory n is a function of the seed and n alone.</summary>
/// <param name="teacher">The generator. Borrowed.</param>
/// <param name="sampling">Shift, stretch of time and guidance.</param>
/// <param name="recipe">Solver, steps and kept states.</param>
/// <param name="seed">The recipe's.</param>
/// <param name="device">Where it is computed.</param>
/// <param name="words">The data's captions for a teacher with words; null for classes only. Borrowed.</param>
internal sealed class TrajectorySource(VelocityGenerator teacher, SamplingConfig sampling, TrajectoryRecipe recipe, ulong seed, torch.Device device, CaptionPhrases? words = null)
{
    private readonly SamplingConfig _solved = sampling with { Solver = recipe.Solver, Steps = recipe.Steps, Grid = GridKind.Steps };
    private readonly GeneratorField _field = new(teacher, sampling.GuidedChannels);
    private readonly TorchLinearSpace _space = new();

    /// <summary>How the teacher is sampled.</summary>
    public SamplingConfig Sampling => _solved;

    /// <summary>The times of the states, from noise to data, one more than are kept.</summary>
    public IReadOnlyList<double> Times
    {
        get
        {
            var steps = Plan.Steps;
            return [.. Enumerable.Range(0, recipe.Kept).Select(kept => steps[kept * Every].T), steps[^1].R];
        }
    }

    private SamplingPlan Plan => SamplingPlan.Of(_solved, teacher.GeneratorConfig.Path);

    private int Every => recipe.Steps / recipe.Kept;

    /// <summary>The label of a trajectory: with words that of a view of the data, else the classes in turn; the null label as often as in stage III.</summary>
    /// <param name="number">From 0.</param>
    public long LabelOf(long number) => Random(number).Uniform(RandomPurpose.TrajectoryLabel, 1)[0] < teacher.GeneratorConfig.LabelDropout
        ? teacher.GeneratorConfig.Classes
        : words?.LabelOf(ViewOf(number)) ?? (number % teacher.GeneratorConfig.Classes);

    /// <summary>What trajectories are asked for: labels and, with words, the caption of the same view, phrases left out as in stage III.</summary>
    /// <param name="numbers">Each from 0.</param>
    /// <returns>A row each, in the caller's dispose scope.</returns>
    public ConditionRows Wanted(long[] numbers)
    {
        var text = words is null ? null : torch.cat([.. numbers.Select(number => words.Drawn(new TrainingBatch([ViewOf(number)], Random(number)), device))], 0); // [n, W]
        return new ConditionRows(torch.tensor(Array.ConvertAll(numbers, LabelOf), [numbers.Length], device: device), text);
    }

    /// <summary>Computes trajectories.</summary>
    /// <param name="first">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <returns><c>[count, kept + 1, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Compute(long first, int count, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (latent, steps) = (teacher.Latent, Plan.Steps);
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(_space, _field);
        var condition = Condition([.. Enumerable.Range(0, count).Select(row => first + row)]);
        var x = torch.cat([.. Enumerable.Range(0, count).Select(row => Random(first + row).Normal(RandomPurpose.Trajectory, 1, latent.Channels, latent.Side, latent.Side))], 0); // [n, C, h, w]
        var states = torch.empty([count, recipe.Kept + 1, latent.Channels, latent.Side, latent.Side], device: device);
        states.select(1, 0).copy_(x);
        for (var kept = 0; kept < recipe.Kept; kept++)
        {
            var before = x;
            x = sampler.Generate(before, condition, new SamplingPlan([.. steps.Skip(kept * Every).Take(Every)]), cancellationToken); // [n, C, h, w]
            before.Dispose();
            states.select(1, kept + 1).copy_(x);
        }

        return states.MoveToOuterDisposeScope();
    }

    private ClassCondition Condition(long[] numbers)
    {
        var wanted = Wanted(numbers);
        var texts = wanted.Text is null ? [] : TensorExport.Values(wanted.Text).Chunk((int)wanted.Text.size(1));
        return ClassCondition.PerImage([.. numbers.Select(LabelOf).Select(label => label >= teacher.GeneratorConfig.Classes ? (int?)null : (int)label)]) with { Texts = [.. texts] };
    }

    private long ViewOf(long number) => (long)(Random(number).Uniform(RandomPurpose.TrajectoryView, 1)[0] * words!.Views);

    private StepRandom Random(long number) => new(seed, StageKind.IV, number) { Device = device };
}
