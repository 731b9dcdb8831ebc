namespace FaeRealtime.Core.Config;

/// <summary>Which of a model's two generators makes latents.</summary>
public enum GeneratorVariant
{
    /// <summary>The generator itself, in as many steps as its sampling says.</summary>
    Teacher,

    /// <summary>Its few-step student.</summary>
    FewStep,
}

/// <summary>Names of <see cref="GeneratorVariant"/>.</summary>
public static class GeneratorVariantExtensions
{
    /// <summary>As reports and options spell it: <c>teacher</c> or <c>few-step</c>.</summary>
    /// <param name="variant">Which.</param>
    public static string Name(this GeneratorVariant variant) => variant == GeneratorVariant.FewStep ? "few-step" : "teacher";

    /// <summary>As reports name what makes latents: <c>teacher</c>, <c>few-step</c>, or <c>flow</c> where there are no steps.</summary>
    /// <param name="variant">Which.</param>
    /// <param name="generator">The model's.</param>
    public static string Name(this GeneratorVariant variant, GeneratorConfig generator) => generator.IsFlow ? "flow" : variant.Name();
}
