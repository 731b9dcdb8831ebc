using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Sources;

/// <summary>StyleGAN's <c>dataset.json</c>: <c>{"labels": [["00000/img00000000.png", 6], …]}</c>, or null for none.</summary>
internal static class StyleGanLabels
{
    private const string Labels = "labels";

    /// <summary>Reads the labels; null where the file is another's, without such a member.</summary>
    /// <exception cref="ConfigException">An entry is no pair of a path and a whole number from 0.</exception>
    public static IEnumerable<Annotation>? Read(string root, string list)
    {
        var path = Path.Combine(root, list);
        var bytes = InputFile.ReadBytes(path, InputFile.ListLimit);
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(bytes.Length - CaptionText.WithoutMark(bytes).Length));
            return document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Labels, out var labels) ? null
                : labels.ValueKind == JsonValueKind.Null ? []
                : labels.EnumerateArray().Select((pair, index) => Entry(pair, list, $"{path}, label {index}")).ToList();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new ConfigException($"{path}: {failure.Message} It is an object whose '{Labels}' are pairs of a path and a class number, or null.", failure);
        }
    }

    private static Annotation Entry(JsonElement pair, string list, string place) =>
        pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.String
        && pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetInt32(out var number) && number >= 0
            ? new Annotation(list, pair[0].GetString()!) { Class = ClassTable.NameOf(number), Number = number, Overrides = true }
            : throw new ConfigException($"{place} is {pair.GetRawText()}: a pair of a path and a whole number from 0 is needed.");
}
