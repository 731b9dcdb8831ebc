using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A generator as the sampler sees it: in this product's time (1 is noise, v = ε − x), guided on all channels.</summary>
/// <remarks>
/// Weights of the opposite direction: v(x, t) = −f(x, 1 − t). Guidance: v = u + w·(c − u), both halves in one batch of twice the size.
/// Differs from LightningDiT's own sampler, which guides the first three channels only (MODELS §4.6).
/// </remarks>
/// <param name="generator">The network. Borrowed.</param>
public sealed class GeneratorField(LightningDiT generator) : IConditionalField<Tensor, ClassCondition>
{
    /// <summary>The guided velocity.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c> at time <paramref name="t"/>. Borrowed.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <param name="r">The step's target time; this model is instantaneous and ignores it.</param>
    /// <param name="condition">One row, or as many as B.</param>
    /// <param name="guidance">Scale w; 1 is none.</param>
    /// <returns><c>[B, C, h, w]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="ShapeException">x does not fit, or the condition has another number of rows.</exception>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public Tensor Velocity(Tensor x, double t, double r, ClassCondition condition, double guidance)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var batch = x.size(0);
        var wanted = Weights(condition, batch, x.device); // [B, rows]
        if (guidance == 1.0)
        {
            return Directed(x, t, wanted).MoveToOuterDisposeScope();
        }

        var none = Weights(ClassCondition.None, batch, x.device); // [B, rows]
        var both = Directed(cat([x, x]), t, cat([wanted, none])).chunk(2); // [B, C, h, w] each
        return (both[1] + ((both[0] - both[1]) * guidance)).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    private Tensor Directed(Tensor x, double t, Tensor classWeights)
    {
        var reversed = generator.Config.Time == TimeDirection.DataAtOne;
        var times = full([x.size(0)], reversed ? 1 - t : t, dtype: ScalarType.Float32, device: x.device); // [B]
        var output = generator.Mixed(x, times, classWeights);
        return reversed ? -output : output; // [B, C, h, w]
    }

    private Tensor Weights(ClassCondition condition, long batch, Device device)
    {
        if (condition.Rows.Count != 1 && condition.Rows.Count != batch)
        {
            throw new ShapeException($"The condition has {condition.Rows.Count} rows for {batch} latents; give one, or one per latent.");
        }

        var (classes, columns) = (generator.Config.Classes, generator.Config.LabelRows);
        var values = new float[batch * columns];
        for (var i = 0; i < batch; i++)
        {
            Fill(values.AsSpan(i * columns, columns), classes, condition.Rows[condition.Rows.Count == 1 ? 0 : i]);
        }

        return tensor(values, [batch, columns], device: device); // [B, rows]
    }

    private static void Fill(Span<float> row, int classes, IReadOnlyList<WeightedClass> blend)
    {
        if (blend.Count == 0)
        {
            if (row.Length == classes)
            {
                throw new ConfigException("This generator was trained without label dropout, so it has no null label: ask for a class, and for no guidance (scale 1).");
            }

            row[classes] = 1;
        }

        foreach (var entry in blend)
        {
            if (entry.Class < 0 || entry.Class >= classes)
            {
                throw new ConfigException($"Class {entry.Class} does not exist; the model has classes 0 to {classes - 1}.");
            }

            row[entry.Class] += (float)entry.Weight;
        }
    }
}
