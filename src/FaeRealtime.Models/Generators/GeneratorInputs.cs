using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>What a generator is told, in tensors on its device. All are borrowed.</summary>
public sealed record GeneratorInputs
{
    /// <summary>Class labels <c>[B]</c>, int64, the number of classes for none; null where <see cref="ClassWeights"/> say it, and for a generator of words only.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>How much of each class and, where there is a null label, last of none: <c>[B, rows]</c>, float32.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <summary>Words: pooled phrase vectors <c>[B, W]</c>, zeros for no words, or token states <c>[B, L, W]</c>, padded, by <see cref="Core.Config.GeneratorConfig.TokenCount"/>; null for no words at all.</summary>
    public Tensor? Text { get; init; }

    /// <summary>Vectors of whole texts beside token states: <c>[B, P]</c>; null for none.</summary>
    public Tensor? Pooled { get; init; }

    /// <summary>The rows of this and of another, one behind the other; words that only one has are zeros in the other.</summary>
    /// <param name="other">The rows that follow, with the same kind of classes.</param>
    /// <exception cref="ShapeException">Only one has classes, or the words have other sizes.</exception>
    public GeneratorInputs Followed(GeneratorInputs other) => new()
    {
        Labels = Both(Labels, other.Labels),
        ClassWeights = Both(ClassWeights, other.ClassWeights),
        Text = BothOrZeros(Text, other.Text),
        Pooled = BothOrZeros(Pooled, other.Pooled),
    };

    /// <summary>Some of the rows, as views.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    public GeneratorInputs Rows(long start, long count) => new()
    {
        Labels = Labels?.narrow(0, start, count),
        ClassWeights = ClassWeights?.narrow(0, start, count),
        Text = Text?.narrow(0, start, count),
        Pooled = Pooled?.narrow(0, start, count),
    };

    private static Tensor? Both(Tensor? first, Tensor? second) => first is null && second is null
        ? null
        : cat([first ?? throw OnlyOne(), second ?? throw OnlyOne()]);

    private static Tensor? BothOrZeros(Tensor? first, Tensor? second)
    {
        if (first is null || second is null)
        {
            return (first ?? second) is { } only ? cat([first ?? zeros_like(only), second ?? zeros_like(only)]) : null;
        }

        TensorShape.Require(second, "The words that guidance leads away from", first.shape);
        return cat([first, second]);
    }

    private static ShapeException OnlyOne() => new("Of two sets of inputs that shall be one batch only one has classes. Give both or neither.");
}

/// <summary>What is asked for, and what guidance leads away from.</summary>
/// <param name="Wanted">What is asked for.</param>
/// <param name="None">No class and no words, or a negative prompt; null where there is no guidance.</param>
public sealed record GuidedInputs(GeneratorInputs Wanted, GeneratorInputs? None = null);
