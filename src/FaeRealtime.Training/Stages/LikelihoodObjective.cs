using FaeRealtime.Models.Flows;
using FaeRealtime.Models.Generators;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>A normalizing flow's exact likelihood on latents with noise (STARFlow §3.3, TARFlow §3.2); validated in bits a dimension of the latents as they are.</summary>
/// <param name="flow">What is trained. Borrowed.</param>
/// <param name="averaged">What is validated. Borrowed.</param>
/// <param name="logDeviation">Mean natural logarithm of the deviation that latents were divided by.</param>
internal sealed class LikelihoodObjective(FlowGenerator flow, FlowGenerator averaged, double logDeviation) : IGeneratorObjective
{
    // Pictures at once.
    private const int ValidationBatch = 128;

    /// <inheritdoc/>
    public string Metric => "bitsPerDimension";

    /// <inheritdoc/>
    public StepLosses Losses(torch.Tensor z, GeneratorInputs inputs, StepRandom random)
    {
        var noisy = z + (random.Normal(RandomPurpose.FlowNoise, z.shape) * flow.NoiseDeviation); // [B, C, h, w]
        using var encoding = flow.Forwards(noisy, inputs);
        var prior = FlowLikelihood.Prior(encoding).mean();
        return new StepLosses(FlowLikelihood.Loss(encoding), [("prior", prior.detach())]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double Value)> Validate(torch.Tensor z, GeneratorInputs inputs, StepRandom random)
    {
        var (noise, count, total) = (random.Normal(RandomPurpose.Validation, z.shape), z.size(0), 0.0);
        for (var start = 0L; start < count; start += ValidationBatch)
        {
            using var scope = torch.NewDisposeScope();
            var length = Math.Min(ValidationBatch, count - start);
            var noisy = z.narrow(0, start, length) + (noise.narrow(0, start, length) * averaged.NoiseDeviation);
            using var encoding = averaged.Forwards(noisy, inputs.Rows(start, length));
            total += FlowLikelihood.PerSample(encoding).sum().ToDouble();
        }

        return [(Metric, FlowLikelihood.BitsPerDimension(total / count, logDeviation))];
    }
}
