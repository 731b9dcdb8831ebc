using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>A generator's embeddings of classes, the null label's last where there is one.</summary>
/// <param name="config">How many classes.</param>
/// <param name="table"><c>[<see cref="GeneratorConfig.LabelRows"/>, D]</c>.</param>
public sealed class ClassEmbeddings(GeneratorConfig config, float[] table)
{
    private readonly float[] _weights = new float[config.LabelRows];

    /// <summary>Adds the mean of a blend's rows.</summary>
    /// <param name="blend">The classes, one share each; empty for none.</param>
    /// <param name="target"><c>[D]</c>.</param>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public void AddTo(IReadOnlyList<WeightedClass> blend, Span<float> target)
    {
        ClassRows.Fill(config, blend, _weights);
        for (var row = 0; row < _weights.Length; row++)
        {
            if (_weights[row] != 0)
            {
                PhraseVectors.Add(target, table.AsSpan(row * target.Length, target.Length), _weights[row]);
            }
        }
    }
}
