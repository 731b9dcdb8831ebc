using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>Embeddings of classes, the null label's last where there is one; they are mixed on the processor.</summary>
/// <param name="layers">The generator's file.</param>
/// <param name="key">Of the table.</param>
/// <param name="config">How many classes.</param>
/// <param name="width">Width D.</param>
internal sealed class GlClassTable(GlLayerReader layers, string key, GeneratorConfig config, int width)
{
    private readonly float[] _table = layers.File.Take(key, config.LabelRows, width);
    private readonly float[] _weights = new float[config.LabelRows];

    /// <summary>Writes the mean of a blend's rows.</summary>
    /// <param name="blend">The classes; empty for none.</param>
    /// <param name="target"><c>[D]</c>.</param>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public void Mix(IReadOnlyList<WeightedClass> blend, Span<float> target)
    {
        ClassRows.Fill(config, blend, _weights);
        target.Clear();
        for (var row = 0; row < _weights.Length; row++)
        {
            for (var i = 0; _weights[row] != 0 && i < target.Length; i++)
            {
                target[i] += _weights[row] * _table[(row * target.Length) + i];
            }
        }
    }
}
