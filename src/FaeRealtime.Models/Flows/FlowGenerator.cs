using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>A normalizing flow as a latent generator: noise goes backwards through an invertible network, then the noise that it was trained on is taken away (Tweedie).</summary>
/// <param name="name">Of the module.</param>
public abstract class FlowGenerator(string name) : LatentGenerator(name)
{
    /// <summary>Noise for data.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="inputs">What they show, B rows. Borrowed.</param>
    /// <returns>With gradient where there is one; the caller disposes.</returns>
    public abstract FlowEncoding Forwards(Tensor x, GeneratorInputs inputs);

    /// <summary>Standard deviation of the noise that training adds to latents.</summary>
    public abstract double NoiseDeviation { get; }

    /// <inheritdoc/>
    public override bool BeginsWithZeros(string key) => key.EndsWith("proj_out.weight", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ILatentSampler<Tensor, ClassCondition> Sampler(int? guidedChannels) => new FlowPass(this);

    /// <summary>Data for noise, still with the noise of training.</summary>
    /// <param name="noise">Standard normal <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="wanted">What is asked for, B rows. Borrowed.</param>
    /// <param name="none">What guidance leads away from. Borrowed.</param>
    /// <param name="guidance">Scale w as other samplers count it; 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    internal abstract Tensor Backwards(Tensor noise, GeneratorInputs wanted, GeneratorInputs none, double guidance);

    /// <summary>Takes away the noise of training.</summary>
    /// <param name="x">Noisy latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="inputs">What they show, B rows. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    public Tensor Denoise(Tensor x, GeneratorInputs inputs) => TweedieDenoising.Apply(x, NoiseDeviation, noisy => Forwards(noisy, inputs));
}
