using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of the safetensors format: valid files with exact values, malformed files that must be refused, ambiguous ones that must not crash.</summary>
internal static class SafetensorsParity
{
    private const string Exact = "exact";
    private const string Refused = "refused";

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        List<ParityRow> rows = [];
        foreach (var file in Members(config, "valid"))
        {
            rows.AddRange(Valid(Path.Combine(directory, file.Name), file));
        }

        foreach (var file in Members(config, "malformed"))
        {
            var refusal = Refusal(Path.Combine(directory, file.Name));
            rows.Add(Row(file.Name, refusal is not null, Refused, refusal ?? "was read without an error"));
        }

        foreach (var file in Members(config, "ambiguous"))
        {
            var refusal = Refusal(Path.Combine(directory, file.Name));
            rows.Add(Row(file.Name, true, "read or refused", refusal is null ? "read" : $"refused: {refusal}"));
        }

        return rows;
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement config, string name) =>
        config.TryGetProperty(name, out var group) && group.ValueKind == JsonValueKind.Object ? group.EnumerateObject() : default;

    private static List<ParityRow> Valid(string path, JsonProperty file)
    {
        try
        {
            using var reader = SafetensorsReader.Open(path);
            List<ParityRow> rows = [Metadata(reader, file)];
            foreach (var tensor in Members(file.Value, "tensors"))
            {
                var difference = SafetensorsValues.Difference(reader, tensor);
                rows.Add(Row($"{file.Name}: {tensor.Name}", difference is null, Exact, difference));
            }

            return rows;
        }
        catch (CheckpointException failure)
        {
            return [Row(file.Name, false, Exact, failure.Message)];
        }
    }

    // Every tensor is listed unless the case gives a count, and then the listed ones are a sample.
    private static ParityRow Metadata(SafetensorsReader reader, JsonProperty file)
    {
        var count = file.Value.TryGetProperty("tensor_count", out var stated) ? stated.GetInt32() : Members(file.Value, "tensors").Count();
        var metadata = Members(file.Value, "metadata").ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
        var problem = reader.Entries.Count != count ? $"{reader.Entries.Count} tensors instead of {count}"
            : !file.Value.TryGetProperty("metadata", out _) || Same(reader.Metadata, metadata) ? null
            : "other metadata";
        return Row(file.Name, problem is null, Exact, problem);
    }

    private static bool Same(IReadOnlyDictionary<string, string> found, Dictionary<string, string> expected) =>
        found.Count == expected.Count && expected.All(entry => found.TryGetValue(entry.Key, out var value) && value == entry.Value);

    // A case without its file proves nothing: that is the caller's error, not a refusal.
    private static string? Refusal(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConfigException($"'{path}' is named by the golden case's config and does not exist. Give a complete case.");
        }

        try
        {
            using var reader = SafetensorsReader.Open(path);
            foreach (var name in reader.Entries.Keys)
            {
                _ = reader.Bytes(name).Length;
            }

            return null;
        }
        catch (CheckpointException failure)
        {
            return failure.Message;
        }
    }

    private static ParityRow Row(string name, bool pass, string rule, string? note) => new(name, pass ? 0 : double.NaN, pass ? 0 : double.NaN, rule, pass, note);
}
