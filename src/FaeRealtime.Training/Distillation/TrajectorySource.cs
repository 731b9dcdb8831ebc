using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
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
internal sealed class TrajectorySource(LightningDiT teacher, SamplingConfig sampling, TrajectoryRecipe recipe, ulong seed, torch.Device device)
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

    private SamplingPlan Plan => SamplingPlan.Of(_solved, teacher.Config.Path);

    private int Every => recipe.Steps / recipe.Kept;

    /// <summary>The label of a trajectory: the classes in turn, and the null label as often as in stage III.</summary>
    /// <param name="number">From 0.</param>
    public long LabelOf(long number) => Random(number).Uniform(RandomPurpose.TrajectoryLabel, 1)[0] < teacher.Config.LabelDropout
        ? teacher.Config.Classes
        : number % teacher.Config.Classes;

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
        var condition = ClassCondition.PerImage([.. Enumerable.Range(0, count).Select(row => Class(first + row))]);
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

    private int? Class(long number) => LabelOf(number) is var label && label == teacher.Config.Classes ? null : (int)label;

    private StepRandom Random(long number) => new(seed, StageKind.IV, number) { Device = device };
}
