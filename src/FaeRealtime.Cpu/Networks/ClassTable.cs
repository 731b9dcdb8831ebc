using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Embeddings of classes, the null label's last where there is one.</summary>
/// <param name="layers">The generator's file.</param>
/// <param name="key">Of the table.</param>
/// <param name="config">How many classes.</param>
/// <param name="width">Width D.</param>
internal sealed unsafe class ClassTable(LayerReader layers, string key, GeneratorConfig config, int width)
{
    private readonly float[] _table = layers.File.Take(key, config.LabelRows, width);
    private readonly float[] _weights = new float[config.LabelRows];

    /// <summary>Adds the mean of a blend's rows.</summary>
    /// <param name="blend">The classes; empty for none.</param>
    /// <param name="target"><c>[D]</c>.</param>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public void AddTo(IReadOnlyList<WeightedClass> blend, float* target)
    {
        ClassRows.Fill(config, blend, _weights);
        for (var row = 0; row < _weights.Length; row++)
        {
            if (_weights[row] != 0)
            {
                for (var i = 0; i < width; i++)
                {
                    target[i] += _weights[row] * _table[(row * width) + i];
                }
            }
        }
    }
}
