namespace FaeRealtime.Core.Config;

/// <summary>Which of a model's two generators makes latents.</summary>
public enum GeneratorKind
{
    /// <summary>The generator itself, in as many steps as its sampling says.</summary>
    Teacher,

    /// <summary>Its few-step student.</summary>
    FewStep,
}
