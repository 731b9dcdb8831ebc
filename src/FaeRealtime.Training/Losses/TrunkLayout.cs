using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Losses;

/// <summary>One of the three trunks that LPIPS has heads for: torchvision's keys, and LPIPS' taps (lpips/pretrained_networks.py).</summary>
/// <param name="Name">LPIPS' name of it.</param>
/// <param name="Title">Its own.</param>
/// <param name="Layers">In order, up to the last tap.</param>
internal sealed record TrunkLayout(string Name, string Title, IReadOnlyList<TrunkLayer> Layers)
{
    private static readonly TrunkLayer Tap = new TrunkLayer.Tap();

    /// <summary>SqueezeNet 1.1.</summary>
    public static TrunkLayout SqueezeNet { get; } = new("squeeze", "SqueezeNet 1.1",
    [
        new TrunkLayer.Convolution("features.0", Stride: 2), Tap,
        new TrunkLayer.Pool(3, Ceiling: true), Fire(3), Fire(4), Tap,
        new TrunkLayer.Pool(3, Ceiling: true), Fire(6), Fire(7), Tap,
        new TrunkLayer.Pool(3, Ceiling: true), Fire(9), Tap, Fire(10), Tap, Fire(11), Tap, Fire(12), Tap,
    ]);

    /// <summary>AlexNet.</summary>
    public static TrunkLayout AlexNet { get; } = new("alex", "AlexNet",
    [
        new TrunkLayer.Convolution("features.0", Stride: 4, Padding: 2), Tap,
        new TrunkLayer.Pool(3), new TrunkLayer.Convolution("features.3", Padding: 2), Tap,
        new TrunkLayer.Pool(3), Three(6), Tap, Three(8), Tap, Three(10), Tap,
    ]);

    /// <summary>VGG16.</summary>
    public static TrunkLayout Vgg16 { get; } = new("vgg", "VGG16",
    [
        Three(0), Three(2), Tap,
        new TrunkLayer.Pool(2), Three(5), Three(7), Tap,
        new TrunkLayer.Pool(2), Three(10), Three(12), Three(14), Tap,
        new TrunkLayer.Pool(2), Three(17), Three(19), Three(21), Tap,
        new TrunkLayer.Pool(2), Three(24), Three(26), Three(28), Tap,
    ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TrunkLayout> All { get; } = [SqueezeNet, AlexNet, Vgg16];

    /// <summary>Every tensor of the trunk.</summary>
    public IReadOnlyList<string> Keys { get; } = [.. Layers.SelectMany(Convolutions).SelectMany(key => new[] { $"{key}.weight", $"{key}.bias" })];

    /// <summary>The layout that a file's keys have.</summary>
    /// <param name="keys">The file's keys.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CheckpointException">Another network, or a key is missing.</exception>
    public static TrunkLayout Of(IReadOnlyCollection<string> keys, string path)
    {
        var held = keys.ToHashSet(StringComparer.Ordinal);
        var nearest = All.MinBy(layout => layout.Keys.Count(key => !held.Contains(key)) + Unknown(layout, held))!;
        string[] missing = [.. nearest.Keys.Where(key => !held.Contains(key))];
        if (missing.Length == 0)
        {
            return nearest;
        }

        throw new CheckpointException(missing.Length == nearest.Keys.Count
            ? $"Checkpoint '{path}' has no key of SqueezeNet 1.1, AlexNet or VGG16 in torchvision's layout, such as '{missing[0]}'. Give one of these three."
            : $"Checkpoint '{path}' looks like the '{nearest.Name}' trunk in torchvision's layout, but lacks {string.Join(", ", missing.Take(4).Select(key => $"'{key}'"))}{(missing.Length > 4 ? $" and {missing.Length - 4} more" : string.Empty)}. Give a whole file.");
    }

    private static int Unknown(TrunkLayout layout, HashSet<string> held) =>
        held.Count(key => key.StartsWith("features.", StringComparison.Ordinal) && !layout.Keys.Contains(key));

    private static TrunkLayer.Convolution Three(int index) => new($"features.{index}", Padding: 1);

    private static TrunkLayer.Fire Fire(int index) => new($"features.{index}");

    private static IEnumerable<string> Convolutions(TrunkLayer layer) => layer switch
    {
        TrunkLayer.Convolution convolution => [convolution.Key],
        TrunkLayer.Fire fire => [$"{fire.Key}.squeeze", $"{fire.Key}.expand1x1", $"{fire.Key}.expand3x3"],
        _ => [],
    };
}

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
