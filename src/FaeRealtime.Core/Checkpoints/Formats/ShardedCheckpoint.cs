using System.Collections.ObjectModel;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>A checkpoint in several files beside a JSON index, as huggingface_hub splits large models. Index and shards must agree on every tensor.</summary>
internal static class ShardedCheckpoint
{
    /// <summary>Opens every shard that an index names.</summary>
    /// <param name="index">The index. Disposed here.</param>
    /// <param name="part">Null: an index has no parts.</param>
    /// <returns>The tensors of all shards; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The index is not well-formed, a shard is missing or unreadable, or they disagree.</exception>
    public static MappedCheckpoint Open(MappedFile index, string? part)
    {
        using (index)
        {
            if (part is not null)
            {
                throw new CheckpointException($"Checkpoint {index.Path} is an index of shards, which has no parts: '{part}' cannot be chosen. Leave the part out.");
            }

            var shardOf = ShardIndexJson.Read(index.Path, index.From(0));
            return OpenShards(index.Path, shardOf);
        }
    }

    private static MappedCheckpoint OpenShards(string path, Dictionary<string, string> shardOf)
    {
        var shards = new Dictionary<string, MappedCheckpoint>(StringComparer.Ordinal);
        try
        {
            foreach (var name in shardOf.Values.Distinct(StringComparer.Ordinal))
            {
                shards.Add(name, OpenShard(path, name));
            }

            CheckMapped(path, shardOf, shards);
            var tensors = new Dictionary<string, StoredTensor>(shardOf.Count, StringComparer.Ordinal);
            foreach (var (key, name) in shardOf)
            {
                tensors.Add(key, shards[name].Tensors.TryGetValue(key, out var tensor)
                    ? tensor
                    : throw CheckpointFailure.Damaged(path, $"it maps tensor '{key}' to '{name}', which has no such tensor"));
            }

            return new MappedCheckpoint(path, tensors, [.. shards.Values]) { Metadata = shards.Values.FirstOrDefault(shard => shard.Metadata.Count > 0)?.Metadata ?? ReadOnlyDictionary<string, string>.Empty };
        }
        catch
        {
            foreach (var shard in shards.Values)
            {
                shard.Dispose();
            }

            throw;
        }
    }

    private static MappedCheckpoint OpenShard(string path, string name)
    {
        var shard = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, name);
        return File.Exists(shard)
            ? CheckpointFile.OpenSingle(MappedFile.Open(shard), part: null)
            : throw new CheckpointException($"Checkpoint {path} needs the shard '{name}' beside it, which is missing. Fetch every shard.");
    }

    private static void CheckMapped(string path, Dictionary<string, string> shardOf, Dictionary<string, MappedCheckpoint> shards)
    {
        foreach (var (name, shard) in shards)
        {
            foreach (var key in shard.Tensors.Keys)
            {
                if (!shardOf.TryGetValue(key, out var mapped) || mapped != name)
                {
                    throw CheckpointFailure.Damaged(path, $"shard '{name}' has tensor '{key}', which the index maps to {(mapped is null ? "no shard" : $"'{mapped}'")}");
                }
            }
        }
    }
}
