using FaeRealtime.Core.Errors;
using FaeRealtime.Engines.Gl.Networks.TextToImage;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Engines.Gl.Sampling;

/// <summary>An MMDiT as the sampler sees it: a velocity at a time in [0, 1], guided on all channels. With guidance 1 the network runs on one picture, else on two.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="latents">Gives the results' memory. Borrowed.</param>
internal sealed class GlMMDiTField(GlMMDiT generator, GlLatents latents) : IConditionalField<GlLatent, ClassBlends>
{
    private readonly float[] _none = new float[generator.Config.TextNumbers];

    /// <inheritdoc/>
    /// <exception cref="ConfigException">The text is of another number, a class does not exist, or the null label is needed and the model has none.</exception>
    public GlLatent Velocity(GlLatent x, double t, double r, ClassBlends condition, double guidance)
    {
        ClassRows.RequireNone(generator.Config, condition.Rows);
        var text = condition.Text.Length == 0 ? _none : PromptRow.Wanted(condition.Text, _none.Length);
        var away = PromptRow.Away(condition.Text, _none.Length) is { IsEmpty: false } words ? words : _none;
        if (text.Length != _none.Length)
        {
            throw new ConfigException($"Words of {text.Length} numbers came to a generator that takes {_none.Length} (generator.text).");
        }

        var guided = guidance != 1.0;
        var (time, target, states) = ((float)(t * generator.Config.TimeScale), (float)(r * generator.Config.TimeScale), generator.Config.TextTokens * generator.Config.TextWidth);
        var (first, firstText) = (generator.Conditioning.Of(time, target, condition.Rows[0], text[states..]), generator.Text.Of(text[..states]));
        var second = guided ? generator.Conditioning.Of(time, target, ClassBlends.None.Rows[0], away[states..]) : first;
        var secondText = guided ? generator.Text.Of(away[..states]) : firstText;
        var result = latents.Rent();
        generator.Kernels(guided).Run(new StepValues
        {
            FirstModulation = first,
            SecondModulation = second,
            FirstText = firstText,
            SecondText = secondText,
            SlotX = x.Slot,
            SlotY = result.Slot,
            FactorX = (float)guidance,
            FactorY = 1,
        });
        return result;
    }
}
