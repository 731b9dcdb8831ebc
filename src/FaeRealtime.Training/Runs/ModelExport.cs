using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Training.Runs;

/// <summary>Copies the model, and nothing else, out of a run folder.</summary>
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

    /// <summary>Copies configuration, classes, averaged weights and samples.</summary>
    /// <param name="runPath">A training run's folder.</param>
    /// <param name="targetPath">A new or empty folder, or a model folder of the same name.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ConfigException">The run is incomplete, or the target holds something else.</exception>
    public static string Copy(string runPath, string targetPath)
    {
        var source = ModelFolder.Open(runPath);
        var missing = Parts.Where(part => !File.Exists(Path.Combine(runPath, part))).ToArray();
        if (missing.Length > 0)
        {
            throw new ConfigException($"'{runPath}' has no {string.Join(", ", missing)} yet. Train the remaining stages first (fae train all --resume …).");
        }

        RequireOwn(source, targetPath);
        Directory.CreateDirectory(targetPath);
        foreach (var part in Parts)
        {
            File.Copy(Path.Combine(runPath, part), Path.Combine(targetPath, part), overwrite: true);
        }

        return targetPath;
    }

    private static void RequireOwn(ModelFolder source, string targetPath)
    {
        if (!Directory.Exists(targetPath) || !Directory.EnumerateFileSystemEntries(targetPath).Any())
        {
            return;
        }

        if (!File.Exists(Path.Combine(targetPath, ModelFolder.ConfigFile)) || ModelFolder.Open(targetPath).Config.Name != source.Config.Name)
        {
            throw new ConfigException($"'{targetPath}' is not empty and holds no model '{source.Config.Name}'. Choose another --to; nothing was overwritten.");
        }
    }
}
