using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace FaeRealtime.Core.Config;

/// <summary>JSON schemas of the product's files, for editors and for checks outside this program.</summary>
public static class JsonSchemaText
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true };

    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema of a type as its file holds it: indented, LF, a newline at the end.</summary>
    /// <param name="info">The type's generated metadata.</param>
    /// <param name="title">What the file is.</param>
    public static string ToText(JsonTypeInfo info, string title)
    {
        var exported = info.GetJsonSchemaAsNode(Exporter).AsObject();
        var schema = new JsonObject { ["$schema"] = Dialect, ["title"] = title };
        foreach (var (name, value) in exported)
        {
            schema[name] = value?.DeepClone();
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
