using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>The student's samples, and the teacher's own in as few steps, against the teacher's in many, all from the same noise.</summary>
internal sealed class FewStepComparison : IDisposable
{
    private static readonly int[] StudentSteps = [1, 2, 4, 8];
    private static readonly int[] JudgedSteps = [1, 2, 4];

    private readonly LightningDiT teacher;
    private readonly SamplingConfig sampling;
    private readonly SamplingConfig studentSampling;
    private readonly int referenceSteps;
    private readonly ClassCondition condition;
    private readonly torch.Tensor noise;
    private torch.Tensor? reference;
    private IReadOnlyList<torch.Tensor>? plain;

    /// <summary>Draws the noise; the teacher is asked when first needed.</summary>
    /// <param name="teacher">Borrowed.</param>
    /// <param name="sampling">The teacher's, guidance included.</param>
    /// <param name="student">How the student is sampled.</param>
    /// <param name="recipe">Images and the teacher's steps.</param>
    /// <param name="random">A function of the recipe's seed.</param>
    public FewStepComparison(LightningDiT teacher, SamplingConfig sampling, FewStepConfig student, FewStepRecipe recipe, StepRandom random)
    {
        this.teacher = teacher;
        this.sampling = sampling with { Solver = SolverKind.Euler, Grid = GridKind.Steps };
        (studentSampling, referenceSteps) = (student.Sampling(sampling), recipe.ReferenceSteps);
        var (latent, classes) = (teacher.Latent, teacher.Config.Classes);
        condition = ClassCondition.PerPicture([.. Enumerable.Range(0, recipe.ReferencePictures).Select(i => (int?)(i % classes))]);
        noise = random.Normal(RandomPurpose.Validation, recipe.ReferencePictures, latent.Channels, latent.Side, latent.Side).DetachFromDisposeScope();
    }

    /// <summary>Mean squared errors of latents by number of steps, the teacher's own as <c>euler</c>, and the student's deviation over the teacher's, which is below 1 where it blurs.</summary>
    /// <param name="student">Borrowed.</param>
    public IReadOnlyList<(string Name, double Value)> Values(LightningDiT student)
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
    public IReadOnlyList<torch.Tensor> Rows(LightningDiT student) => [Reference(), .. StudentSteps.Select(steps => Sample(student, steps)), .. Plain()];

    public void Dispose()
    {
        noise.Dispose();
        reference?.Dispose();
        foreach (var samples in plain ?? [])
        {
            samples.Dispose();
        }
    }

    private static double Error(torch.Tensor samples, torch.Tensor many) => (samples - many).square().mean().ToDouble();

    private torch.Tensor Reference() => reference ??= Sample(teacher, sampling with { Steps = referenceSteps }).DetachFromDisposeScope();

    private IReadOnlyList<torch.Tensor> Plain() => plain ??= [.. JudgedSteps.Select(steps => Sample(teacher, sampling with { Steps = steps }).DetachFromDisposeScope())];

    private torch.Tensor Sample(LightningDiT student, int steps) => Sample(student, studentSampling with { Steps = steps });

    private torch.Tensor Sample(LightningDiT network, SamplingConfig how)
    {
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(network, how.GuidedChannels));
        return sampler.Generate(noise, condition, SamplingPlan.Of(how, network.Config.Path), CancellationToken.None); // [N, C, h, w]
    }
}
