using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Running;

/// <summary>The short names of the three ways to move.</summary>
internal static class MovementName
{
    private const string Morph = "morph";
    private const string Walk = "walk";
    private const string Samples = "samples";

    /// <summary>The name of a source.</summary>
    public static string Of(SourceParameters source) => source.Keys == SourceKeys.Samples ? Samples : source.Space == SourceSpace.Noise ? Walk : Morph;

    /// <summary>The source of a name.</summary>
    /// <param name="name">Null for what the folder can do.</param>
    /// <param name="folder">The model.</param>
    /// <param name="generator">Which of its generators.</param>
    /// <exception cref="ConfigException">Another name.</exception>
    public static SourceParameters Read(string? name, ModelFolder folder, GeneratorKind generator) => name switch
    {
        null when File.Exists(folder.PathOf(generator)) || !File.Exists(folder.SamplesPath) => new SourceParameters(),
        Morph => new SourceParameters(),
        Walk => new SourceParameters { Space = SourceSpace.Noise },
        null or Samples => new SourceParameters { Keys = SourceKeys.Samples },
        _ => throw new ConfigException($"--mode is '{name}'; give {Morph}, {Walk} or {Samples}."),
    };
}
