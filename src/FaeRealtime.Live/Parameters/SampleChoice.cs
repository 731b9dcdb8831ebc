using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;

namespace FaeRealtime.Live.Parameters;

/// <summary>Which of a model's samples parameters ask for.</summary>
internal static class SampleChoice
{
    /// <summary>Whether the picture comes from samples.</summary>
    /// <param name="source">How it is made.</param>
    public static bool Wants(SourceParameters source) => source is { Keys: SourceKeys.Samples, Space: not SourceSpace.Noise };

    /// <summary>Indices of the samples of the asked classes; all without classes.</summary>
    /// <param name="info">The model.</param>
    /// <param name="parameters">What was asked for.</param>
    /// <exception cref="ConfigException">The folder has no samples, or none of the class.</exception>
    public static int[] Of(FrameEngineInfo info, SessionParameters parameters)
    {
        var wanted = parameters.Condition.Classes;
        int[] chosen = [.. Enumerable.Range(0, info.Samples.Count).Where(i => wanted.Count == 0 || wanted.Any(item => item.Class == info.SampleLabels[i]))];
        return chosen.Length > 0 ? chosen : throw new ConfigException(info.Samples.Count == 0
            ? $"Model '{info.Config.Name}' has no samples.safetensors, which source/keys samples needs. Set source/keys to generated."
            : $"Model '{info.Config.Name}' has no sample of class {string.Join(", ", wanted.Select(item => item.Class))}. Choose another class or none.");
    }
}
