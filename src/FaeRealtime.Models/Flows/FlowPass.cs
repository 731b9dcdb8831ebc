using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>A flow as a sampler: the whole way in the plan's step that starts at noise.</summary>
/// <param name="flow">The network. Borrowed.</param>
internal sealed class FlowPass(FlowGenerator flow) : ILatentSampler<Tensor, ClassCondition>
{
    /// <inheritdoc/>
    /// <remarks><c>[B, C, h, w]</c> to <c>[B, C, h, w]</c>. A plan that starts below 1 gives a copy of what it got.</remarks>
    public Tensor Generate(Tensor noise, ClassCondition condition, SamplingPlan plan, INoiseSource<Tensor>? stepNoise, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (plan.Steps.Count == 0 || plan.Steps[0].T < 1)
        {
            return noise.clone();
        }

        // Denoising follows a gradient, which is not recorded in inference mode.
        using var recording = inference_mode(false);
        using var scope = NewDisposeScope();
        var pictures = (int)noise.size(0);
        var (wanted, none) = (flow.InputsOf(condition, pictures, noise.device), flow.InputsOf(condition.Away(flow.GeneratorConfig.TextNumbers), pictures, noise.device));
        var made = flow.Backwards(noise.clone(), wanted, none, plan.Steps[0].Guidance); // [B, C, h, w]
        cancellationToken.ThrowIfCancellationRequested();
        return flow.Denoise(made, wanted).MoveToOuterDisposeScope(); // [B, C, h, w]
    }
}
