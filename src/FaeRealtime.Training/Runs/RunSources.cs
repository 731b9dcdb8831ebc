using System.Security.Cryptography;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Training.Runs;

/// <summary>What a run was made from, kept beside its state as <c>sources.json</c> and told again in the exported model's README.</summary>
public sealed record RunSources
{
    /// <summary>Where the images come from and under which licence, as the data folder says.</summary>
    public string? Data { get; init; }

    /// <summary>Hash of the images' names, order and classes: a run resumes only with the same.</summary>
    public string? DataIdentity { get; init; }

    /// <summary>Images to train on.</summary>
    public int Train { get; init; }

    /// <summary>Images held out.</summary>
    public int HeldOut { get; init; }

    /// <summary>The frozen encoder's weights.</summary>
    public FileSource? Encoder { get; init; }

    /// <summary>The perceptual net's weights.</summary>
    public FileSource? Perceptual { get; init; }

    /// <summary>LPIPS' heads, where the perceptual distance was learned.</summary>
    public FileSource? PerceptualHeads { get; init; }

    /// <summary>The frozen ViT of the discriminator.</summary>
    public FileSource? Discriminator { get; init; }

    /// <summary>These sources, with what the options name in place of what was known.</summary>
    /// <exception cref="Core.Errors.ConfigException">A named folder is no data folder.</exception>
    internal RunSources With(string? dataPath, string? encoderPath, string? perceptualPath, bool allowLoss = false)
    {
        var sources = this with
        {
            Encoder = encoderPath is null ? Encoder : FileSource.Of(encoderPath),
            Perceptual = perceptualPath is null ? Perceptual : FileSource.Of(perceptualPath),
        };
        return dataPath is null ? sources : sources.With(DataSources.Open(dataPath, allowLoss));
    }

    /// <summary>These sources, with the files that are given in place of what was known.</summary>
    internal RunSources WithJudges(string? headsPath, string? discriminatorPath) => this with
    {
        PerceptualHeads = headsPath is null ? PerceptualHeads : FileSource.Of(headsPath),
        Discriminator = discriminatorPath is null ? Discriminator : FileSource.Of(discriminatorPath),
    };

    internal static RunSources Read(string path) =>
        File.Exists(path) ? StrictJson.Read<RunSources>(path) : new RunSources();

    internal void Write(string path) => StrictJson.Write(path, this, RunJsonContext.Default.RunSources);

    internal RunSources With(DataSource source) => this with
    {
        Data = source.Origin,
        DataIdentity = source.Identity(),
        Train = source.Train.Count,
        HeldOut = source.HeldOut.Count,
    };
}

/// <summary>A file that a run used: its name without folders, and what it held.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex.</param>
public sealed record FileSource(string File, string Sha256)
{
    internal static FileSource Of(string path)
    {
        using var stream = InputFile.Open(path);
        return new FileSource(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}

/// <summary>Generated JSON code for what a run writes about itself, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunSources))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
