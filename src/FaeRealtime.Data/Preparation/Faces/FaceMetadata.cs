using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Writes <c>metadata.jsonl</c>: an object an image, in the manifest's order.</summary>
internal static class FaceMetadata
{
    /// <summary>The file's name.</summary>
    public const string FileName = "metadata.jsonl";

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an image's line.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="face">What it shows.</param>
    /// <param name="captions">Trained wordings, then held-out ones, which only images that are held out keep.</param>
    /// <param name="reason">Why it is held out; null where it is not.</param>
    public static void Write(Stream stream, Face face, (IReadOnlyList<string> Trained, IReadOnlyList<string> HeldOut) captions, string? reason)
    {
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("file", face.File);
            json.WriteString("split", reason is null ? "train" : "heldOut");
            json.WriteString("heldOutBy", reason);
            Map(json, "attributes", face.Attributes);
            Map(json, "colours", face.Colours);
            Map(json, "variants", face.Variants.Select(pair => KeyValuePair.Create(pair.Key, pair.Value ?? FaceAttribute.None)));
            List(json, "captions", captions.Trained);
            List(json, "heldOutWordings", reason is null ? [] : captions.HeldOut);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Map(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in pairs)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
