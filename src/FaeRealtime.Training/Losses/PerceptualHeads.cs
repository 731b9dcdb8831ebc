using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Losses;

/// <summary>LPIPS' learned weights of a trunk's channels, a vector a tap.</summary>
internal sealed class PerceptualHeads : IDisposable
{
    private readonly IReadOnlyList<Tensor> _weights;

    private PerceptualHeads(IReadOnlyList<Tensor> weights) => _weights = weights;

    /// <summary>Reads the heads of a trunk.</summary>
    /// <param name="path">richzhang's lpips v0.1: <c>linK.model.1.weight</c>, or several trunks' under <c>squeeze.</c>, <c>alex.</c>, <c>vgg.</c>; K from 0 on.</param>
    /// <param name="trunk">Whose heads.</param>
    /// <param name="device">Where the weights go.</param>
    /// <exception cref="CheckpointException">The file is missing or damaged, or its heads are not one for every tap of this trunk.</exception>
    public static PerceptualHeads Load(string path, PerceptualTrunk trunk, Device? device = null)
    {
        using var reader = CheckpointFile.Open(path);
        var name = trunk.Layout.Name;
        var prefix = reader.Entries.ContainsKey(Key($"{name}.", 0)) ? $"{name}." : string.Empty;
        string[] keys = [.. Enumerable.Range(0, reader.Entries.Count).Select(tap => Key(prefix, tap)).TakeWhile(reader.Entries.ContainsKey)];
        long[] channels = [.. keys.Select(key => reader.Entry(key).Shape is [1, var held, 1, 1] ? held : -1)];
        if (!channels.SequenceEqual(trunk.Channels))
        {
            throw new CheckpointException($"'{path}' has heads for [{string.Join(", ", channels)}] channels as '{Key(prefix, 0)}' and so on; the '{name}' trunk's taps have [{string.Join(", ", trunk.Channels)}]. Give lpips v0.1's heads of that trunk.");
        }

        return new PerceptualHeads([.. keys.Select(key => tensor(reader.ReadSingle(key), [.. reader.Entry(key).Shape], device: device).DetachFromDisposeScope())]);
    }

    /// <summary>The weights of a tap <c>[1, C, 1, 1]</c>.</summary>
    /// <param name="tap">From 0.</param>
    public Tensor Of(int tap) => _weights[tap];

    public void Dispose()
    {
        foreach (var weight in _weights)
        {
            weight.Dispose();
        }
    }

    private static string Key(string prefix, int tap) => $"{prefix}lin{tap}.model.1.weight";
}
