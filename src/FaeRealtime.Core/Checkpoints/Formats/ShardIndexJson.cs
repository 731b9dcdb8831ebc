using System.Text.Json;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>Reads the index of a sharded checkpoint: <c>{"metadata": {…}, "weight_map": {"key": "shard file"}}</c>.</summary>
internal ref struct ShardIndexJson
{
    private readonly string _path;
    private readonly Dictionary<string, string> _shardOf = new(StringComparer.Ordinal);
    private Utf8JsonReader _reader;

    private ShardIndexJson(string path, ReadOnlySpan<byte> json)
    {
        _path = path;
        _reader = new Utf8JsonReader(json);
    }

    /// <summary>The shard of every tensor. Each is a plain file name.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="json">The whole index.</param>
    /// <exception cref="CheckpointException">It is no such index, or it names a shard elsewhere.</exception>
    public static Dictionary<string, string> Read(string path, ReadOnlySpan<byte> json)
    {
        if (json.Length > SafetensorsHeader.MaximumLength)
        {
            throw CheckpointFailure.Damaged(path, $"it looks like the index of a sharded checkpoint, but is above {SafetensorsHeader.MaximumLength} bytes");
        }

        try
        {
            var index = new ShardIndexJson(path, json.StartsWith("\uFEFF"u8) ? json[3..] : json);
            index.ReadAll();
            return index._shardOf;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped lone surrogate or invalid UTF-8, which Utf8JsonReader meets only when the string is decoded.
            throw CheckpointFailure.Damaged(path, $"it is not the JSON of a sharded checkpoint's index ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    private void ReadAll()
    {
        _reader.Read();
        Expect(JsonTokenType.StartObject, "the root");
        var seen = false;
        while (ReadProperty(out var name))
        {
            _reader.Read();
            if (name != "weight_map")
            {
                _reader.Skip();
                continue;
            }

            if (seen)
            {
                throw CheckpointFailure.Damaged(_path, $"'weight_map' stands twice");
            }

            seen = true;
            ReadMap();
        }

        // Whatever is not white space after the object raises JsonException here.
        _reader.Read();
        if (_shardOf.Count == 0)
        {
            throw CheckpointFailure.Damaged(_path, $"it has no 'weight_map' from tensors to shards, so it is no sharded checkpoint's index");
        }
    }

    private bool ReadProperty(out string name)
    {
        _reader.Read();
        name = _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString()! : string.Empty;
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    private void ReadMap()
    {
        Expect(JsonTokenType.StartObject, "weight_map");
        while (ReadProperty(out var key))
        {
            _reader.Read();
            Expect(JsonTokenType.String, $"weight_map.{key}");
            if (!_shardOf.TryAdd(key, PlainName(key, _reader.GetString()!)))
            {
                throw CheckpointFailure.Damaged(_path, $"key '{key}' stands twice in 'weight_map'");
            }
        }
    }

    /// <remarks>An index is data from a stranger: it may name files beside itself and nothing else.</remarks>
    private readonly string PlainName(string key, string shard)
    {
        var plain = shard.Length is > 0 and <= 255
            && shard.AsSpan().IndexOfAny("/\\:\0") < 0
            && shard is not ("." or "..");
        if (!plain || shard.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new CheckpointException($"Checkpoint {_path} maps tensor '{key}' to '{shard}'. A shard must be a plain file name beside the index, and no other index.");
        }

        return shard;
    }

    private readonly void Expect(JsonTokenType wanted, string where)
    {
        if (_reader.TokenType != wanted)
        {
            throw CheckpointFailure.Damaged(_path, $"{where} is {_reader.TokenType}, {wanted} is needed");
        }
    }
}
