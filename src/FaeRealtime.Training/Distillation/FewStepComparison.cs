using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>The student's samples, and the teacher's own in as few steps, against the teacher's in many, all from the same noise.</summary>
internal sealed class FewStepComparison : IDisposable
{
    private static readonly int[] StudentSteps = [1, 2, 4, 8];
    private static readonly int[] JudgedSteps = [1, 2, 4];

    private readonly VelocityGenerator _teacher;
    private readonly SamplingConfig _sampling;
    private readonly SamplingConfig _studentSampling;
    private readonly int _referenceSteps;
    private readonly ClassCondition _condition;
    private readonly torch.Tensor _noise;
    private torch.Tensor? _reference;
    private IReadOnlyList<torch.Tensor>? _plain;

    /// <summary>Draws the noise; the teacher is asked when first needed.</summary>
    /// <param name="teacher">Borrowed.</param>
    /// <param name="sampling">The teacher's, guidance included.</param>
    /// <param name="student">How the student is sampled.</param>
    /// <param name="recipe">Images and the teacher's steps.</param>
    /// <param name="words">Held-out captions, for a teacher with words; null for the classes in turn. Borrowed.</param>
    /// <param name="random">A function of the recipe's seed.</param>
    public FewStepComparison(VelocityGenerator teacher, SamplingConfig sampling, FewStepConfig student, FewStepRecipe recipe, CaptionPhrases? words, StepRandom random)
    {
        _teacher = teacher;
        _sampling = sampling with { Solver = SolverKind.Euler, Grid = GridKind.Steps };
        (_studentSampling, _referenceSteps) = (student.Sampling(sampling), recipe.ReferenceSteps);
        var (latent, classes) = (teacher.Latent, teacher.GeneratorConfig.Classes);
        _condition = words?.Condition([.. Enumerable.Range(0, recipe.ReferenceImages).Select(i => i * words.Views / recipe.ReferenceImages)], classes)
            ?? ClassCondition.PerImage([.. Enumerable.Range(0, recipe.ReferenceImages).Select(i => (int?)(i % classes))]);
        _noise = random.Normal(RandomPurpose.Validation, recipe.ReferenceImages, latent.Channels, latent.Side, latent.Side).DetachFromDisposeScope();
    }

    /// <summary>Mean squared errors of latents by number of steps, the teacher's own as <c>euler</c>, and the student's deviation over the teacher's, which is below 1 where it blurs.</summary>
    /// <param name="student">Borrowed.</param>
    public IReadOnlyList<(string Name, double Value)> Values(VelocityGenerator student)
    {
        using var scope = torch.NewDisposeScope();
        var (many, few) = (Reference(), JudgedSteps.Select(steps => Sample(student, steps)).ToArray());
        var spread = many.std();
        return
        [
            .. few.Select((samples, i) => ($"error{JudgedSteps[i]}", Error(samples, many))),
            .. few.Select((samples, i) => ($"spread{JudgedSteps[i]}", (samples.std() / spread).ToDouble())),
            .. Plain().Select((samples, i) => ($"euler{JudgedSteps[i]}", Error(samples, many))),
        ];
    }

    /// <summary>The rows of a sample grid: the teacher in many steps, the student in 1, 2, 4 and 8, the teacher in 1, 2 and 4.</summary>
    /// <param name="student">Borrowed.</param>
    /// <returns>Latents <c>[N, C, h, w]</c>; the first and the last three borrowed, the others in the caller's dispose scope.</returns>
    public IReadOnlyList<torch.Tensor> Rows(VelocityGenerator student) => [Reference(), .. StudentSteps.Select(steps => Sample(student, steps)), .. Plain()];

    public void Dispose()
    {
        _noise.Dispose();
        _reference?.Dispose();
        foreach (var samples in _plain ?? [])
        {
            samples.Dispose();
        }
    }

    private static double Error(torch.Tensor samples, torch.Tensor many) => (samples - many).square().mean().ToDouble();

    private torch.Tensor Reference() => _reference ??= Sample(_teacher, _sampling with { Steps = _referenceSteps }).DetachFromDisposeScope();

    private IReadOnlyList<torch.Tensor> Plain() => _plain ??= [.. JudgedSteps.Select(steps => Sample(_teacher, _sampling with { Steps = steps }).DetachFromDisposeScope())];

    private torch.Tensor Sample(VelocityGenerator student, int steps) => Sample(student, _studentSampling with { Steps = steps });

    private torch.Tensor Sample(VelocityGenerator network, SamplingConfig how)
    {
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(network, how.GuidedChannels));
        return sampler.Generate(_noise, _condition, SamplingPlan.Of(how, network.GeneratorConfig.Path), CancellationToken.None); // [N, C, h, w]
    }
}
