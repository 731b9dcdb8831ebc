namespace FaeRealtime.Training.Losses;

/// <summary>A layer of a classifier's trunk as torchvision numbers it.</summary>
internal abstract record TrunkLayer
{
    /// <summary>A convolution and its ReLU.</summary>
    /// <param name="Key">torchvision's key without <c>.weight</c>.</param>
    /// <param name="Stride">Along both sides.</param>
    /// <param name="Padding">Zeros on every side.</param>
    public sealed record Convolution(string Key, long Stride = 1, long Padding = 0) : TrunkLayer;

    /// <summary>SqueezeNet's: a narrow 1×1 convolution, then a 1×1 and a 3×3 one side by side, each with its ReLU.</summary>
    /// <param name="Key">torchvision's key without <c>.squeeze.weight</c>.</param>
    public sealed record Fire(string Key) : TrunkLayer;

    /// <summary>A max-pool without padding, stride 2.</summary>
    /// <param name="Side">Of its window.</param>
    /// <param name="Ceiling">Whether a window that reaches over the edge counts.</param>
    public sealed record Pool(long Side, bool Ceiling = false) : TrunkLayer;

    /// <summary>LPIPS looks at the activations here.</summary>
    public sealed record Tap : TrunkLayer;
}
