using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Data;

/// <summary>A data folder as a preparation wrote it: manifest and class names.</summary>
internal sealed record PreparedFolder(string Path, DatasetManifest Manifest, IReadOnlyList<string> Classes)
{
    /// <summary>Reads manifest and classes, no picture.</summary>
    /// <exception cref="ConfigException">A file is absent, or the manifest names an unknown class or has no training picture.</exception>
    public static PreparedFolder Open(string path)
    {
        var manifestPath = System.IO.Path.Combine(path, DatasetManifest.FileName);
        var classesPath = System.IO.Path.Combine(path, DatasetManifest.ClassesFileName);
        if (!File.Exists(manifestPath) || !File.Exists(classesPath))
        {
            throw new ConfigException($"Data folder '{path}' has no {DatasetManifest.FileName} and {DatasetManifest.ClassesFileName}. Make it with: fae data emoji --out {path}");
        }

        var classes = StrictJson.Read(classesPath, TrainingJsonContext.Default.StringArray);
        var manifest = StrictJson.Read(manifestPath, TrainingJsonContext.Default.DatasetManifest);
        if (manifest.Items.FirstOrDefault(item => !classes.Contains(item.Class)) is { } stranger)
        {
            throw new ConfigException($"{manifestPath}: {stranger.File} is of class '{stranger.Class}', which {DatasetManifest.ClassesFileName} does not list.");
        }

        return manifest.Items.Any(item => item.Split == DatasetSplit.Train)
            ? new PreparedFolder(path, manifest, classes)
            : throw new ConfigException($"{manifestPath} has no picture of split 'train'.");
    }

    /// <summary>The index of an item's class.</summary>
    public int ClassOf(DatasetItem item)
    {
        for (var i = 0; i < Classes.Count; i++)
        {
            if (Classes[i] == item.Class)
            {
                return i;
            }
        }

        throw new ConfigException($"'{item.Class}' is not a class of {Path}.");
    }
}
