using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Training.Tests.Losses;

/// <summary>A SqueezeNet 1.1 checkpoint with few channels and random weights.</summary>
internal static class SmallSqueezeNet
{
    private const int Channels = 8;
    private const int Squeezed = 4;

    public static void Write(string path, string? without = null)
    {
        var tensors = new List<SafetensorsTensor>();
        Convolution(tensors, "features.0", Channels, 3, 3);
        foreach (var fire in new[] { 3, 4, 6, 7, 9, 10, 11, 12 })
        {
            Convolution(tensors, $"features.{fire}.squeeze", Squeezed, Channels, 1);
            Convolution(tensors, $"features.{fire}.expand1x1", Channels / 2, Squeezed, 1);
            Convolution(tensors, $"features.{fire}.expand3x3", Channels / 2, Squeezed, 3);
        }

        SafetensorsWriter.Write(path, [.. tensors.Where(tensor => tensor.Name != without)]);
    }

    private static void Convolution(List<SafetensorsTensor> tensors, string name, int to, int from, int side)
    {
        var weights = new float[to * from * side * side];
        PhiloxNoise.FillNormal(3, (ulong)tensors.Count, 0, weights);
        tensors.Add(SafetensorsTensor.FromSingle($"{name}.weight", [to, from, side, side], weights));
        tensors.Add(SafetensorsTensor.FromSingle($"{name}.bias", [to], new float[to]));
    }
}
