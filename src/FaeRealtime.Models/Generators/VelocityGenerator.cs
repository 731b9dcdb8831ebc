using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A generator whose network answers with a velocity, noise or score at one time.</summary>
/// <param name="name">Of the module.</param>
public abstract class VelocityGenerator(string name) : LatentGenerator(name)
{
    /// <summary>The raw network's answer.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">Times <c>[B]</c> in [0, 1], in the direction of the weights. Borrowed.</param>
    /// <param name="r">Where the step from <paramref name="t"/> ends, <c>[B]</c>; t itself asks for the instantaneous velocity. A network without target time ignores it. Borrowed.</param>
    /// <param name="inputs">What is asked for, B rows. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public abstract Tensor Answer(Tensor x, Tensor t, Tensor r, GeneratorInputs inputs);

    /// <inheritdoc/>
    public override bool BeginsWithZeros(string key) => key.EndsWith("adaLN_modulation.1.weight", StringComparison.Ordinal) || key == "final_layer.linear.weight";

    /// <inheritdoc/>
    public override ILatentSampler<Tensor, ClassCondition> Sampler(int? guidedChannels) =>
        new FlowSampler<Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(this, guidedChannels));
}
