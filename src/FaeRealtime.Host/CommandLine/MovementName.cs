using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The short names of the ways to move.</summary>
internal static class MovementName
{
    private const string Morph = "morph";
    private const string Features = "features";
    private const string Walk = "walk";
    private const string Samples = "samples";

    /// <summary>The name of a source.</summary>
    public static string Of(SourceParameters source) => source switch
    {
        { Keys: SourceKeys.Samples } => Samples,
        { Space: SourceSpace.Noise } => Walk,
        { Space: SourceSpace.Feature } => Features,
        _ => Morph,
    };

    /// <summary>The source of a name.</summary>
    /// <param name="name">Null for what the folder can do.</param>
    /// <param name="folder">The model.</param>
    /// <param name="generator">Which of its generators.</param>
    /// <exception cref="ConfigException">Another name.</exception>
    public static SourceParameters Read(string? name, ModelFolder folder, GeneratorVariant generator) => name switch
    {
        null when File.Exists(folder.PathOf(generator)) || !File.Exists(folder.SamplesPath) => new SourceParameters(),
        Morph => new SourceParameters(),
        Features => new SourceParameters { Space = SourceSpace.Feature },
        Walk => new SourceParameters { Space = SourceSpace.Noise },
        null or Samples => new SourceParameters { Keys = SourceKeys.Samples },
        _ => throw new ConfigException($"--mode is '{name}'; give {Morph}, {Features}, {Walk} or {Samples}."),
    };
}
