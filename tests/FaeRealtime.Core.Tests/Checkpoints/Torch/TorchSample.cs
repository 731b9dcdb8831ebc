using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

/// <summary>The files that PyTorch 1.13 wrote, see write_samples.py.</summary>
internal static class TorchSample
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Samples", name);

    public static ICheckpoint Open(string name, string? part = null) => CheckpointFile.Open(Path(name), part);

    /// <summary>−2, −1, 0, … as the script's <c>ramp</c> gives it.</summary>
    public static float[] Ramp(int count, float more = 0) => [.. Enumerable.Range(0, count).Select(i => i - 2 + more)];
}
