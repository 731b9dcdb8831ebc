using FaeRealtime.Engines.Gl.Networks;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Engines.Gl.Sampling;

/// <summary>A generator as the sampler sees it: in this product's time, as a velocity. With guidance 1 the network runs on one picture, else on two.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="latents">Gives the results' memory. Borrowed.</param>
internal sealed class GlGeneratorField(GlGenerator generator, GlLatents latents) : IConditionalField<GlLatent, ClassBlends>
{
    /// <inheritdoc/>
    public GlLatent Velocity(GlLatent x, double t, double r, ClassBlends condition, double guidance)
    {
        var (config, guided) = (generator.Config, guidance != 1.0);
        var (time, target) = ((float)GeneratorAnswer.NetworkTime(config, t), (float)GeneratorAnswer.NetworkTime(config, r));
        var velocity = GeneratorAnswer.Velocity(config, t);
        var first = generator.Conditioning.Of(time, target, condition.Rows[0], PromptRow.Wanted(condition.Text, config.TextNumbers));
        var second = guided ? generator.Conditioning.Of(time, target, ClassBlends.None.Rows[0], PromptRow.Away(condition.Text, config.TextNumbers)) : first;
        var result = latents.Rent();
        generator.Kernels(guided).Run(new StepValues
        {
            FirstModulation = first,
            SecondModulation = second,
            SlotX = x.Slot,
            SlotY = result.Slot,
            FactorX = (float)guidance,
            FactorY = (float)velocity.Output,
            FactorZ = (float)velocity.State,
        });
        return result;
    }
}
