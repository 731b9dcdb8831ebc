using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>Opens whatever data set lies at a path.</summary>
internal static class DataSources
{
    /// <summary>Opens a prepared folder (it has a manifest), tar shards, or a folder of images.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="allowLoss">Whether a data set may lose more than 1 % of its images, labels or all captions.</param>
    /// <exception cref="ConfigException">There is nothing at the path, or it is no data set, or too much of it would be lost; what was missed is named.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static DataSource Open(string path, bool allowLoss = false)
    {
        if (!Directory.Exists(path))
        {
            throw new ConfigException(
                $"Data folder '{path}' does not exist. Give a prepared folder (manifest.json), a folder of pictures (train/<class>/…, val/<class>/…), or a folder of tar shards.");
        }

        var source = OpenAny(path);

        // Unreadable images are judged when they are decoded, all of them together.
        var known = source.Account with { Ignored = [.. source.Account.Ignored.Where(one => one.Reason != IgnoredReason.Unreadable)] };
        return source.Train.Count == 0 ? throw new ConfigException($"Data folder '{path}' has no picture to train on.")
            : !allowLoss && known.Refusal is { } refusal ? throw new ConfigException(refusal) { Subject = LossLimit.Subject }
            : source;
    }

    private static DataSource OpenAny(string path)
    {
        var walk = FolderWalk.Of(path);
        return File.Exists(Path.Combine(path, DatasetManifest.FileName)) ? PreparedSource.Open(path, walk)
            : TarSource.Shards(walk).Count > 0 ? TarSource.Open(path, walk)
            : ImageFolderSource.Open(path, walk);
    }
}
