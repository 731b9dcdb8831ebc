using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A generator as the sampler sees it: in this product's time (1 is noise), as a velocity, guided on all or the first channels. <see cref="LabelField"/> with the classes' names.</summary>
/// <param name="generator">The network. Borrowed.</param>
/// <param name="guidedChannels">How many channels are guided, from the first; null for all.</param>
public sealed class GeneratorField(LightningDiT generator, int? guidedChannels = null) : IConditionalField<Tensor, ClassCondition>
{
    private readonly LabelField _field = new(generator, guidedChannels);

    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">The step's target time; a network without target time is instantaneous and ignores it.</param>
    /// <param name="condition">One row, or as many as B.</param>
    /// <param name="guidance">Scale w; 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="Core.Errors.ShapeException">x does not fit, or the condition has another number of rows.</exception>
    /// <exception cref="Core.Errors.ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public Tensor Velocity(Tensor x, double t, double r, ClassCondition condition, double guidance)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var none = guidance == 1.0 ? null : Weights(ClassCondition.None, x); // [B, rows]
        return _field.Velocity(x, t, r, new LabelWeights(Weights(condition, x), none) { Text = Text(condition, x) }, guidance).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    private Tensor? Text(ClassCondition condition, Tensor x)
    {
        if (condition.Texts.Count == 0)
        {
            return null;
        }

        if (generator.Config.Text is not { } text)
        {
            throw new ConfigException("This generator knows no words (generator.text): ask for a class.");
        }

        var rows = ClassRows.Each(condition.Texts, (int)x.size(0)).ToArray();
        return tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, text.Width], device: x.device); // [B, W]
    }

    private Tensor Weights(ClassCondition condition, Tensor x)
    {
        var batch = x.size(0);
        var columns = generator.Config.LabelRows;
        var values = new float[batch * columns];
        for (var i = 0; i < batch; i++)
        {
            ClassRows.Fill(generator.Config, ClassRows.Of(condition.Rows, i, (int)batch), values.AsSpan(i * columns, columns));
        }

        return tensor(values, [batch, columns], device: x.device); // [B, rows]
    }
}
