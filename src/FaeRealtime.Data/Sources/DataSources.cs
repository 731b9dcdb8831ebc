using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Sources;

/// <summary>Opens whatever data set lies at a path.</summary>
internal static class DataSources
{
    /// <summary>Opens a prepared folder (it has a manifest), tar shards, or a folder of images.</summary>
    /// <exception cref="ConfigException">There is nothing at the path, or it is no data set; what was missed is named.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static DataSource Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new ConfigException(
                $"Data folder '{path}' does not exist. Give a folder that 'fae data emoji' wrote, a folder of pictures (train/<class>/…, val/<class>/…), or a folder of tar shards.");
        }

        var source = File.Exists(Path.Combine(path, DatasetManifest.FileName)) ? PreparedSource.Open(path)
            : TarSource.Shards(path).Count > 0 ? TarSource.Open(path)
            : ImageFolderSource.Open(path);
        return source.Train.Count > 0 ? source : throw new ConfigException($"Data folder '{path}' has no picture to train on.");
    }
}
