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
    /// <param name="describe">Adds to the schema of a member, which is named by its path from the root, such as <c>sampler/steps</c>; null for none.</param>
    public static string ToText(JsonTypeInfo info, string title, Action<string, JsonObject>? describe = null)
    {
        var exported = info.GetJsonSchemaAsNode(describe is null ? Exporter : Describing(describe)).AsObject();
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

    private static JsonSchemaExporterOptions Describing(Action<string, JsonObject> describe) => new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) =>
        {
            if (node is JsonObject schema)
            {
                describe(string.Join('/', context.Path.ToArray().Where(part => part != "properties")), schema);
            }

            return node;
        },
    };
}
