using FaeRealtime.Models.Generators;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>What a latent generator is trained towards.</summary>
internal interface IGeneratorObjective
{
    /// <summary>The number that tells the best weights; lower is better.</summary>
    string Metric { get; }

    /// <summary>The losses of a batch, with gradient.</summary>
    /// <param name="z">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="inputs">What they show. Borrowed.</param>
    /// <param name="random">The step's numbers.</param>
    StepLosses Losses(torch.Tensor z, GeneratorInputs inputs, StepRandom random);

    /// <summary>How well the averaged weights do on held-out latents.</summary>
    /// <param name="z">Normalised latents <c>[N, C, h, w]</c>. Borrowed.</param>
    /// <param name="inputs">What they show. Borrowed.</param>
    /// <param name="random">The same every time, so that the curve moves with the weights alone.</param>
    IReadOnlyList<(string Name, double Value)> Validate(torch.Tensor z, GeneratorInputs inputs, StepRandom random);
}
