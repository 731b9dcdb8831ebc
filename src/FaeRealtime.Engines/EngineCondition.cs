using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines;

/// <summary>What an engine is asked for.</summary>
/// <param name="classes">The class, or a blend of different ones, weights above 0; empty for none.</param>
/// <param name="text">Words as <see cref="PhraseVectors.Read"/> makes them, <c>[N]</c>, or <c>[2·N]</c> with a negative prompt; empty for none.</param>
public readonly ref struct EngineCondition(ReadOnlySpan<WeightedClass> classes, ReadOnlySpan<float> text = default)
{
    /// <summary>The class, or a blend of different ones, weights above 0; empty for none.</summary>
    public ReadOnlySpan<WeightedClass> Classes { get; } = classes;

    /// <summary>Words, <c>[N]</c> or <c>[2·N]</c>; empty for none.</summary>
    public ReadOnlySpan<float> Text { get; } = text;

    /// <summary>The same for networks in TorchSharp.</summary>
    public ClassCondition ToCondition() =>
        (Classes.IsEmpty ? ClassCondition.None : ClassCondition.Blend(Classes.ToArray())) with { Texts = Text.IsEmpty ? [] : [Text.ToArray()] };
}
