using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Export;

/// <summary>Copies the model out of a run folder, with a README, its recipe, curves and the last sample grids.</summary>
public static class ModelExport
{
    private static readonly string[] Parts =
    [
        ModelFolder.ConfigFile,
        ModelFolder.ClassesFile,
        ModelFolder.EncoderFile,
        ModelFolder.FeatureDecoderFile,
        ModelFolder.PixelDecoderFile,
        ModelFolder.GeneratorFile,
        ModelFolder.SamplesFile,
    ];

    /// <summary>Copies configuration, classes, averaged weights, samples and recipe; writes README.md and <c>sheets/</c>.</summary>
    /// <param name="options">From where, to where, and what the run did not note.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ConfigException">The run is incomplete, a named file is absent or another, or the target holds something else.</exception>
    public static string Copy(ExportOptions options)
    {
        var source = ModelFolder.Open(options.RunPath);
        var run = new RunFolder(options.RunPath);
        string[] files = [.. Parts, .. source.Config.FewStep is null ? [] : new[] { ModelFolder.FewStepFile }, .. source.Config.Generator.Text is null ? [] : new[] { ModelFolder.PhrasesFile }, .. File.Exists(source.DirectionsPath) ? [ModelFolder.DirectionsFile, ModelFolder.DirectionVectorsFile] : Array.Empty<string>(), Path.GetFileName(run.RecipePath)];
        var missing = files.Where(part => !File.Exists(Path.Combine(options.RunPath, part))).ToArray();
        if (missing.Length > 0)
        {
            throw new ConfigException($"'{options.RunPath}' has no {string.Join(", ", missing)} yet. Train the remaining stages first.");
        }

        RequireOwn(source, options.TargetPath);
        var (sources, notes) = (Sources(options, source, run), Notes(options));
        var history = RunHistory.Read(run.LogPath);
        Directory.CreateDirectory(options.TargetPath);
        foreach (var part in files)
        {
            using var content = InputFile.Open(Path.Combine(options.RunPath, part));
            AtomicFile.Write(Path.Combine(options.TargetPath, part), content.CopyTo);
        }

        var grid = ExportedGrids.Write(run, history, options.TargetPath);
        var card = new ModelCard(ModelFolder.Open(options.TargetPath), RecipeFile.Read(run.RecipePath), sources, notes, history, grid);
        AtomicFile.WriteBytes(Path.Combine(options.TargetPath, ModelCard.FileName), System.Text.Encoding.UTF8.GetBytes(card.ToText()));
        return options.TargetPath;
    }

    private static RunSources Sources(ExportOptions options, ModelFolder source, RunFolder run)
    {
        RequireFile(options.EncoderPath, nameof(options.EncoderPath));
        RequireFile(options.PerceptualPath, nameof(options.PerceptualPath));
        var sources = RunSources.Read(run.SourcesPath).With(options.DataPath, options.EncoderPath, options.PerceptualPath, options.AllowLoss);
        var trained = source.Config.Encoder.Sha256;
        return trained is null || sources.Encoder is null || sources.Encoder.Sha256 == trained
            ? sources
            : throw new ConfigException($"Encoder {sources.Encoder.File} has SHA-256 {sources.Encoder.Sha256}, the model was trained with {trained}. Give that file.");
    }

    private static string? Notes(ExportOptions options)
    {
        RequireFile(options.NotesPath, nameof(options.NotesPath));
        return options.NotesPath is null ? null : InputFile.ReadText(options.NotesPath);
    }

    private static void RequireFile(string? path, string subject)
    {
        if (path is not null && !File.Exists(path))
        {
            throw new ConfigException($"File '{path}' does not exist. Give the one that the run was made with, or none.") { Subject = subject };
        }
    }

    private static void RequireOwn(ModelFolder source, string targetPath)
    {
        if (!Directory.Exists(targetPath) || !Directory.EnumerateFileSystemEntries(targetPath).Any())
        {
            return;
        }

        if (!File.Exists(Path.Combine(targetPath, ModelFolder.ConfigFile)) || ModelFolder.Open(targetPath).Config.Name != source.Config.Name)
        {
            throw new ConfigException($"'{targetPath}' is not empty and holds no model '{source.Config.Name}'. Choose another folder; nothing was overwritten.");
        }
    }
}

/// <summary>What an export takes and where it goes.</summary>
/// <param name="RunPath">A training run's folder.</param>
/// <param name="TargetPath">A new or empty folder, or a model folder of the same name.</param>
public sealed record ExportOptions(string RunPath, string TargetPath)
{
    /// <summary>The data folder, for a run that did not note its sources.</summary>
    public string? DataPath { get; init; }

    /// <summary>Whether the data may lose more than 1 % of its images, labels or all captions.</summary>
    public bool AllowLoss { get; init; }

    /// <summary>The frozen encoder's weights, likewise.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>The perceptual net's weights, likewise.</summary>
    public string? PerceptualPath { get; init; }

    /// <summary>A Markdown file about origins and licences that goes into the README.</summary>
    public string? NotesPath { get; init; }
}
