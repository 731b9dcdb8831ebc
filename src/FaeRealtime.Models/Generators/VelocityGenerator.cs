using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A generator whose network answers with a velocity, noise or score at one time.</summary>
/// <param name="name">Of the module.</param>
public abstract class VelocityGenerator(string name) : LatentGenerator(name)
{
    /// <summary>The embedding of a student's target time.</summary>
    private protected const string TargetEmbedder = "r_embedder";

    /// <summary>A weight of it.</summary>
    private protected const string TargetInput = TargetEmbedder + ".mlp.0.weight";

    /// <summary>A weight of it.</summary>
    private protected const string TargetOutput = TargetEmbedder + ".mlp.2.weight";

    private const string TargetInputBias = TargetEmbedder + ".mlp.0.bias";
    private const string TargetOutputBias = TargetEmbedder + ".mlp.2.bias";

    /// <summary>The raw network's answer.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">Times <c>[B]</c> in [0, 1], in the direction of the weights. Borrowed.</param>
    /// <param name="r">Where the step from <paramref name="t"/> ends, <c>[B]</c>; t itself asks for the instantaneous velocity. A network without target time ignores it. Borrowed.</param>
    /// <param name="inputs">What is asked for, B rows. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public abstract Tensor Answer(Tensor x, Tensor t, Tensor r, GeneratorInputs inputs);

    /// <summary>Whether it has a second time, the target of the step: a few-step student.</summary>
    public virtual bool HasTargetTime => false;

    /// <summary>Starts a student as its teacher: the same weights, and a target time that is read through the teacher's waves and says nothing yet.</summary>
    /// <param name="teacher">Of the same kind and sizes. Borrowed.</param>
    /// <exception cref="ArgumentException">This network has no target time.</exception>
    public void InitialiseFrom(VelocityGenerator teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        if (!HasTargetTime)
        {
            throw new ArgumentException("Only a network with a target time is a student.", nameof(teacher));
        }

        using var frozen = no_grad();
        var own = named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter, StringComparer.Ordinal);
        foreach (var (name, parameter) in teacher.named_parameters())
        {
            own[name].copy_(parameter);
        }

        own[TargetInput].copy_(own["t_embedder.mlp.0.weight"]);
        own[TargetInputBias].copy_(own["t_embedder.mlp.0.bias"]);
        WeightInitialiser.Fill(this, 0, TargetOutput, TargetOutputBias);
    }

    /// <inheritdoc/>
    public override bool BeginsWithZeros(string key) => key.EndsWith("adaLN_modulation.1.weight", StringComparison.Ordinal) || key == "final_layer.linear.weight";

    /// <inheritdoc/>
    public override ILatentSampler<Tensor, ClassCondition> Sampler(int? guidedChannels) =>
        new FlowSampler<Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(this, guidedChannels));
}
