using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A generator as the sampler sees it: in this product's time (1 is noise), as a velocity, guided on all or the first channels. <see cref="InputField"/> with the names of classes, and words.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="guidedChannels">How many channels are guided, from the first; null for all.</param>
public sealed class GeneratorField(VelocityGenerator generator, int? guidedChannels = null) : IConditionalField<Tensor, ClassCondition>
{
    private readonly InputField _field = new(generator, guidedChannels);

    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">The step's target time; a network without target time is instantaneous and ignores it.</param>
    /// <param name="condition">One row, or as many as B.</param>
    /// <param name="guidance">Scale w; 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="Core.Errors.ShapeException">x does not fit, or the condition has another number of rows.</exception>
    /// <exception cref="Core.Errors.ConfigException">A class does not exist, the null label is needed and the model has none, or it knows no words.</exception>
    public Tensor Velocity(Tensor x, double t, double r, ClassCondition condition, double guidance)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var none = guidance == 1.0 ? null : generator.InputsOf(condition.Away(generator.GeneratorConfig.TextNumbers), (int)x.size(0), x.device);
        return _field.Velocity(x, t, r, new GuidedInputs(generator.InputsOf(condition, (int)x.size(0), x.device), none), guidance).MoveToOuterDisposeScope(); // [B, C, h, w]
    }
}
