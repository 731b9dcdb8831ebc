using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>What our weight files record of themselves beside their tensors.</summary>
internal static class WeightMetadata
{
    private const string TimeKey = "fae.time";

    /// <summary>The name that files and messages give a direction.</summary>
    public static string Name(TimeDirection time) => time == TimeDirection.DataAtOne ? "data-at-one" : "noise-at-one";

    /// <summary>What a network's file records; null for nothing.</summary>
    /// <param name="module">The network. Borrowed.</param>
    /// <param name="time">The direction of a generator whose weights were turned; null for its config's.</param>
    public static Dictionary<string, string>? Of(nn.Module module, TimeDirection? time) =>
        module is LightningDiT generator ? new() { [TimeKey] = Name(time ?? generator.Config.Time) } : null;

    /// <summary>The direction that a file records; null where it records none.</summary>
    /// <param name="checkpoint">The file. Borrowed.</param>
    public static TimeDirection? Time(ICheckpoint checkpoint) => checkpoint.Metadata.GetValueOrDefault(TimeKey) switch
    {
        "data-at-one" => TimeDirection.DataAtOne,
        "noise-at-one" => TimeDirection.NoiseAtOne,
        _ => null,
    };
}
