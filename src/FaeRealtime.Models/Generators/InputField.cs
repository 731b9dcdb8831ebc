using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A generator as the sampler sees it, over inputs that are tensors already: nothing is copied to the device, so that a whole plan can be recorded there.</summary>
/// <remarks>
/// Weights of the opposite direction: v(x, t) = −f(x, 1 − t); a predicted noise or score needs no sign. Guidance: v = u + w·(c − u), both halves in one batch of twice
/// the size; a few-step student has it in its weights and is asked with w = 1. SiT and LightningDiT guide the first three channels only, a legacy of DiT: the others then stay those of the condition.
/// </remarks>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="guidedChannels">How many channels are guided, from the first; null for all.</param>
public sealed class InputField(VelocityGenerator generator, int? guidedChannels = null) : IConditionalField<Tensor, GuidedInputs>
{
    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">The step's target time; a network without target time is instantaneous and ignores it.</param>
    /// <param name="condition">As many rows as B.</param>
    /// <param name="guidance">Scale w; 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="ShapeException">x does not fit, or the condition has another number of rows.</exception>
    /// <exception cref="ConfigException">The velocity is not finite at that time.</exception>
    /// <exception cref="ArgumentException">There is guidance and nothing to guide away from.</exception>
    public Tensor Velocity(Tensor x, double t, double r, GuidedInputs condition, double guidance)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Velocity(x, t, Guided(x, t, r, condition, guidance)).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    // Guidance, whose weights sum to 1, may come first.
    private Tensor Velocity(Tensor x, double t, Tensor output)
    {
        var velocity = GeneratorAnswer.Velocity(generator.GeneratorConfig, t);
        return velocity == Affine.Identity ? output : velocity.State == 0 ? output * velocity.Output : (output * velocity.Output).add_(x, velocity.State);
    }

    private Tensor Guided(Tensor x, double t, double r, GuidedInputs condition, double guidance)
    {
        if (guidance == 1.0)
        {
            return Output(x, t, r, condition.Wanted);
        }

        var none = condition.None ?? throw new ArgumentException("Guidance needs the inputs that say nothing.", nameof(condition));
        var both = Output(cat([x, x]), t, r, condition.Wanted.Followed(none)).chunk(2); // [B, C, h, w] each
        var (some, channels) = (guidedChannels ?? x.size(1), x.size(1));
        return some >= channels
            ? Mix(both[0], both[1], guidance) // [B, C, h, w]
            : cat([Mix(both[0].narrow(1, 0, some), both[1].narrow(1, 0, some), guidance), both[0].narrow(1, some, channels - some)], 1); // [B, C, h, w]
    }

    private static Tensor Mix(Tensor wanted, Tensor none, double guidance) => none + ((wanted - none) * guidance);

    private Tensor Output(Tensor x, double t, double r, GeneratorInputs inputs) => generator.Answer(x, Times(x, t), Times(x, r), inputs); // [B, C, h, w]

    private Tensor Times(Tensor x, double t) =>
        full([x.size(0)], GeneratorAnswer.NetworkTime(generator.GeneratorConfig, t), dtype: ScalarType.Float32, device: x.device); // [B]
}
