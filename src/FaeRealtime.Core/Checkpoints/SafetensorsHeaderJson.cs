using System.Text.Json;
using System.Text.Unicode;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Reads a safetensors header's JSON token by token, so that a hostile header costs no more memory than its own length.</summary>
internal ref struct SafetensorsHeaderJson
{
    private const string MetadataKey = "__metadata__";

    /// <summary>Far above any framework's limit (libtorch: 64); keeps a hostile shape from growing a list.</summary>
    private const int MaximumRank = 256;

    private readonly string _path;
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private Utf8JsonReader _reader;

    private SafetensorsHeaderJson(string path, ReadOnlySpan<byte> json)
    {
        _path = path;
        _reader = new Utf8JsonReader(json);
    }

    public static (Dictionary<string, SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Read(string path, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw CheckpointFailure.Damaged(path, $"its header does not begin with '{{'");
        }

        if (!Utf8.IsValid(json))
        {
            throw CheckpointFailure.Damaged(path, $"its header is not UTF-8");
        }

        try
        {
            var header = new SafetensorsHeaderJson(path, json);
            header.ReadAll();
            return (header._entries, header._metadata);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped lone surrogate, which Utf8JsonReader meets only when the string is decoded.
            throw CheckpointFailure.Damaged(path, $"its header is not the JSON of the format ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    private void ReadAll()
    {
        _reader.Read();
        var metadataSeen = false;
        while (ReadProperty(out var name))
        {
            if (name != MetadataKey)
            {
                if (_entries.Count == SafetensorsHeader.MaximumTensors)
                {
                    throw Damaged($"its header names more than {SafetensorsHeader.MaximumTensors} tensors");
                }

                if (!_entries.TryAdd(name, ReadEntry(name)))
                {
                    throw Damaged($"key '{name}' stands twice in its header");
                }

                continue;
            }

            if (metadataSeen)
            {
                throw Damaged($"key '{name}' stands twice in its header");
            }

            metadataSeen = true;
            ReadMetadata();
        }

        // Whatever is not white space after the object raises JsonException here.
        _reader.Read();
    }

    private bool ReadProperty(out string name)
    {
        _reader.Read();
        name = _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString()! : string.Empty;
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    private void ReadMetadata()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(JsonTokenType.StartObject, MetadataKey);
        while (ReadProperty(out var name))
        {
            _reader.Read();
            Expect(JsonTokenType.String, $"{MetadataKey}.{name}");
            if (!_metadata.TryAdd(name, _reader.GetString()!))
            {
                throw Damaged($"key '{MetadataKey}.{name}' stands twice in its header");
            }
        }
    }

    private SafetensorsEntry ReadEntry(string tensor)
    {
        _reader.Read();
        Expect(JsonTokenType.StartObject, tensor);
        TensorDtype? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (ReadProperty(out var name))
        {
            _reader.Read();
            switch (name)
            {
                case "dtype":
                    dtype = Once(tensor, name, dtype is null, ReadDtype(tensor));
                    break;
                case "shape":
                    shape = Once(tensor, name, shape is null, ReadNumbers(tensor, name, MaximumRank));
                    break;
                case "data_offsets":
                    offsets = Once(tensor, name, offsets is null, ReadNumbers(tensor, name, 2));
                    break;
                default:
                    _reader.Skip();
                    break;
            }
        }

        return dtype is { } known && shape is not null && offsets is { Length: 2 }
            ? new SafetensorsEntry(new TensorEntry(tensor, known, shape), offsets[0], offsets[1])
            : throw Damaged($"tensor '{tensor}' needs dtype, shape and two data_offsets in the header");
    }

    private readonly T Once<T>(string tensor, string name, bool first, T value) =>
        first ? value : throw Damaged($"key '{tensor}.{name}' stands twice in its header");

    private readonly TensorDtype ReadDtype(string tensor)
    {
        Expect(JsonTokenType.String, $"{tensor}.dtype");
        var name = _reader.GetString();
        return TensorDtypeExtensions.TryParse(name, out var dtype)
            ? dtype
            : throw Damaged($"tensor '{tensor}' has dtype '{name}'; known are {string.Join(", ", Enum.GetValues<TensorDtype>().Select(known => known.HeaderName()))}");
    }

    private long[] ReadNumbers(string tensor, string name, int maximumCount)
    {
        Expect(JsonTokenType.StartArray, $"{tensor}.{name}");
        var numbers = new List<long>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.Number, $"{tensor}.{name}");
            if (numbers.Count == maximumCount)
            {
                throw Damaged($"'{tensor}.{name}' has more than {maximumCount} numbers");
            }

            // Unsigned first: "-0" and fractions are no sizes.
            if (!_reader.TryGetUInt64(out var number) || number > long.MaxValue)
            {
                throw Damaged($"'{tensor}.{name}' holds a number that is no size (negative, fractional or above 2^63 - 1)");
            }

            numbers.Add((long)number);
        }

        return [.. numbers];
    }

    private readonly void Expect(JsonTokenType wanted, string where)
    {
        if (_reader.TokenType != wanted)
        {
            throw Damaged($"'{where}' in its header is {_reader.TokenType}, {wanted} is needed");
        }
    }

    private readonly CheckpointException Damaged(FormattableString what) => CheckpointFailure.Damaged(_path, what);
}
