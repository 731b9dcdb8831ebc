using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>From conditions to the tensors that networks read.</summary>
internal static class ConditionTensors
{
    /// <summary>Weights over the rows of a label table: <c>[B, rows]</c>.</summary>
    /// <param name="condition">One row for all, or one a picture.</param>
    /// <param name="config">The generator.</param>
    /// <param name="pictures">How many pictures B.</param>
    /// <param name="device">Where.</param>
    public static Tensor Classes(ClassCondition condition, GeneratorConfig config, int pictures, Device device)
    {
        var columns = config.LabelRows;
        var values = new float[pictures * columns];
        for (var i = 0; i < pictures; i++)
        {
            ClassRows.Fill(config, ClassRows.Of(condition.Rows, i, pictures), values.AsSpan(i * columns, columns));
        }

        return tensor(values, [pictures, columns], device: device); // [B, rows]
    }

    /// <summary>The embedding of labels or of class weights: <c>[B, D]</c>; the caller disposes.</summary>
    /// <param name="table">The label table.</param>
    /// <param name="inputs">One of both.</param>
    /// <param name="batch">How many rows B.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <exception cref="ShapeException">There is neither, or of another number.</exception>
    public static Tensor Embed(LabelEmbedder table, GeneratorInputs inputs, long batch, long rows)
    {
        if (inputs.Labels is { } labels)
        {
            TensorShape.Require(labels, "The generator's labels", batch);
            return table.forward(labels); // [B, D]
        }

        var weights = inputs.ClassWeights ?? throw new ShapeException("The generator's classes are missing; give labels or class weights.");
        TensorShape.Require(weights, "The generator's class weights", batch, rows);
        return table.Mix(weights); // [B, D]
    }

    /// <summary>The words that are asked for: <c>[B, N]</c>, zeros for none; null for a generator that knows none. Of one that knows no classes, none may be asked for beside them.</summary>
    /// <param name="condition">One row for all, or one a picture.</param>
    /// <param name="config">The generator, N its <see cref="Core.Config.GeneratorConfig.TextNumbers"/>.</param>
    /// <param name="pictures">How many pictures B.</param>
    /// <param name="device">Where.</param>
    /// <exception cref="ConfigException">The generator knows no words, or they are of another number, or classes are asked of one that knows none.</exception>
    public static Tensor? Words(ClassCondition condition, GeneratorConfig config, int pictures, Device device)
    {
        ClassRows.RequireNone(config, condition.Rows);
        var numbers = config.TextNumbers;
        if (condition.Texts.Count == 0)
        {
            return numbers == 0 ? null : zeros([pictures, numbers], device: device); // [B, N]
        }

        if (numbers == 0)
        {
            throw new ConfigException("This generator knows no words (generator.text): ask for a class.");
        }

        var rows = ClassRows.Each(condition.Texts, pictures).Select(row => PromptRow.Wanted(row, numbers).ToArray()).ToArray();
        return Array.Find(rows, row => row.Length != numbers) is { } wrong
            ? throw new ConfigException($"Words of {wrong.Length} numbers came to a generator that takes {numbers} (generator.text).")
            : tensor(rows.SelectMany(row => row).ToArray(), [pictures, numbers], device: device); // [B, N]
    }

    /// <summary>Words as token states and vectors of whole texts.</summary>
    /// <param name="words"><c>[B, L·W + P]</c>. Borrowed.</param>
    /// <param name="tokens">Tokens L.</param>
    /// <param name="width">Numbers W a token.</param>
    /// <returns><c>[B, L, W]</c>, and <c>[B, P]</c> where P is not 0, views of the words.</returns>
    public static GeneratorInputs Tokens(Tensor words, int tokens, int width)
    {
        long states = (long)tokens * width, whole = words.size(1) - states;
        return new()
        {
            Text = words.narrow(1, 0, states).reshape(-1, tokens, width), // [B, L, W]
            Pooled = whole > 0 ? words.narrow(1, states, whole) : null, // [B, P]
        };
    }
}
