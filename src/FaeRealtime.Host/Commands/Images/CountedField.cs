using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>A field that tells when it was asked: how far a long run has come.</summary>
/// <param name="field">The field.</param>
/// <param name="evaluated">Called after every evaluation.</param>
internal sealed class CountedField(IConditionalField<torch.Tensor, ClassCondition> field, Action evaluated) : IConditionalField<torch.Tensor, ClassCondition>
{
    /// <inheritdoc/>
    public torch.Tensor Velocity(torch.Tensor x, double t, double r, ClassCondition condition, double guidance)
    {
        var velocity = field.Velocity(x, t, r, condition, guidance);
        evaluated();
        return velocity;
    }
}
