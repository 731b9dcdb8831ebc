namespace FaeRealtime.Core.Config;

/// <summary>Which of a model's two generators makes latents.</summary>
public enum GeneratorKind
{
    /// <summary>The generator itself, in as many steps as its sampling says.</summary>
    Teacher,

    /// <summary>Its few-step student.</summary>
    FewStep,
}

/// <summary>Names of <see cref="GeneratorKind"/>.</summary>
public static class GeneratorKindExtensions
{
    /// <summary>As reports and options spell it: <c>teacher</c> or <c>few-step</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(this GeneratorKind kind) => kind == GeneratorKind.FewStep ? "few-step" : "teacher";
}
