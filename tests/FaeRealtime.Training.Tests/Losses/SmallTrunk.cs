using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Noise;
using FaeRealtime.Training.Losses;

namespace FaeRealtime.Training.Tests.Losses;

/// <summary>Checkpoints of LPIPS' three trunks with few channels and random weights, and heads for them.</summary>
internal static class SmallTrunk
{
    public const int Channels = 8;
    private const int Squeezed = 4;

    public static void Write(string path, TrunkLayout layout, string? without = null)
    {
        var tensors = new List<SafetensorsTensor>();
        var from = 3;
        foreach (var layer in layout.Layers)
        {
            switch (layer)
            {
                case TrunkLayer.Convolution convolution:
                    Convolution(tensors, convolution.Key, Channels, from, 3);
                    from = Channels;
                    break;
                case TrunkLayer.Fire fire:
                    Convolution(tensors, $"{fire.Key}.squeeze", Squeezed, Channels, 1);
                    Convolution(tensors, $"{fire.Key}.expand1x1", Channels / 2, Squeezed, 1);
                    Convolution(tensors, $"{fire.Key}.expand3x3", Channels / 2, Squeezed, 3);
                    break;
            }
        }

        SafetensorsWriter.Write(path, [.. tensors.Where(tensor => tensor.Name != without)]);
    }

    /// <summary>Heads of one weight everywhere.</summary>
    public static void WriteHeads(string path, int taps, float weight, string prefix = "", int channels = Channels) => SafetensorsWriter.Write(
        path,
        [.. Enumerable.Range(0, taps).Select(tap => SafetensorsTensor.FromSingle($"{prefix}lin{tap}.model.1.weight", [1, channels, 1, 1], Enumerable.Repeat(weight, channels).ToArray()))]);

    private static void Convolution(List<SafetensorsTensor> tensors, string name, int to, int from, int side)
    {
        var weights = new float[to * from * side * side];
        PhiloxNoise.FillNormal(3, (ulong)tensors.Count, 0, weights);
        tensors.Add(SafetensorsTensor.FromSingle($"{name}.weight", [to, from, side, side], weights));
        tensors.Add(SafetensorsTensor.FromSingle($"{name}.bias", [to], new float[to]));
    }
}
