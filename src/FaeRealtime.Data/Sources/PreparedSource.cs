using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Sources;

/// <summary>A data folder as a preparation wrote it: a manifest names every image, its class and its split.</summary>
internal static class PreparedSource
{
    /// <summary>Reads manifest and classes.</summary>
    /// <exception cref="ConfigException">A file is absent, or the manifest names an unknown class.</exception>
    public static DataSource Open(string path)
    {
        var manifestPath = Path.Combine(path, DatasetManifest.FileName);
        var classes = StrictJson.Read(Path.Combine(path, DatasetManifest.ClassesFileName), DatasetJsonContext.Default.StringArray);
        var manifest = StrictJson.Read(manifestPath, DatasetJsonContext.Default.DatasetManifest);
        var labels = classes.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        if (manifest.Items.FirstOrDefault(item => !labels.ContainsKey(item.Class)) is { } stranger)
        {
            throw new ConfigException($"{manifestPath}: {stranger.File} is of class '{stranger.Class}', which {DatasetManifest.ClassesFileName} does not list.");
        }

        var splits = manifest.Items.ToLookup(item => item.Split, item => ImageFiles.Entry(path, item.File, item.Name, labels[item.Class]));
        return new DataSource(path, manifest.Source, classes, [.. splits[DatasetSplit.Train]], [.. splits[DatasetSplit.HeldOut]]);
    }
}
