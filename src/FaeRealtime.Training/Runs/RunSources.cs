using FaeRealtime.Core.Config;
using FaeRealtime.Training.Data;

namespace FaeRealtime.Training.Runs;

/// <summary>What a run was made from, kept beside its state as <c>sources.json</c> and told again in the exported model's README.</summary>
public sealed record RunSources
{
    /// <summary>Where the pictures come from and under which licence, as the data folder says.</summary>
    public string? Data { get; init; }

    /// <summary>Pictures to train on.</summary>
    public int Train { get; init; }

    /// <summary>Pictures held out.</summary>
    public int HeldOut { get; init; }

    /// <summary>The frozen encoder's weights.</summary>
    public FileSource? Encoder { get; init; }

    /// <summary>The perceptual net's weights.</summary>
    public FileSource? Perceptual { get; init; }

    /// <summary>These sources, with what the options name in place of what was known.</summary>
    /// <exception cref="Core.Errors.ConfigException">A named folder is no data folder.</exception>
    internal RunSources With(string? dataPath, string? encoderPath, string? perceptualPath)
    {
        var sources = this with
        {
            Encoder = encoderPath is null ? Encoder : FileSource.Of(encoderPath),
            Perceptual = perceptualPath is null ? Perceptual : FileSource.Of(perceptualPath),
        };
        return dataPath is null ? sources : sources.With(PreparedFolder.Open(dataPath).Manifest);
    }

    internal static RunSources Read(string path) =>
        File.Exists(path) ? StrictJson.Read(path, TrainingJsonContext.Default.RunSources) : new RunSources();

    internal void Write(string path) => StrictJson.Write(path, this, TrainingJsonContext.Default.RunSources);

    internal RunSources With(DatasetManifest manifest) => this with
    {
        Data = manifest.Source,
        Train = manifest.Items.Count(item => item.Split == DatasetSplit.Train),
        HeldOut = manifest.Items.Count(item => item.Split == DatasetSplit.HeldOut),
    };
}
