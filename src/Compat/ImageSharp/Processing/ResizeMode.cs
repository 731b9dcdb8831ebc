namespace SixLabors.ImageSharp.Processing;

/// <summary>What happens when the target has another aspect ratio.</summary>
public enum ResizeMode
{
    /// <summary>Fills the target and cuts off what hangs over.</summary>
    Crop = 0,

    /// <summary>Fits into the target and pads the rest.</summary>
    Pad = 1,

    /// <summary>Fits into the target, which shrinks to it.</summary>
    Max = 3,

    /// <summary>The shorter side gets its target, the longer one follows; never enlarges.</summary>
    Min = 4,

    /// <summary>Distorts.</summary>
    Stretch = 5,
}
