using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Commands.Info;

/// <summary>What <c>fae info FILE</c> prints.</summary>
internal static class MetadataText
{
    // A latent as text fills screens; a hash does not.
    private const int LongestText = 160;
    private const int ShownOfLonger = 24;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints a command that makes a file again, and below it the file's metadata as they are, whichever version of the program wrote them.</summary>
    /// <param name="path">A picture or video.</param>
    /// <param name="json">Whether the output is the whole JSON object alone: without the file's name, and long texts in full.</param>
    /// <exception cref="ImageFileException">It has none, or they are damaged.</exception>
    public static void Print(string path, bool json)
    {
        var metadata = MetadataFile.Read(path) ?? throw new ImageFileException($"{path} does not say what made it. Give a picture or video that this program made and no other program has written since.");
        try
        {
            var tree = JsonNode.Parse(metadata)!;
            Console.Out.WriteLine(json ? tree.ToJsonString(Indented) : $"{Again(path)}\n{Shortened(tree)!.ToJsonString(Indented)}");
        }
        catch (JsonException failure)
        {
            throw new ImageFileException($"The metadata of {path} are damaged: {failure.Message} Use another copy.", failure);
        }
    }

    // Metadata of a later version are printed, too, whatever is new in them.
    private static string Again(string path)
    {
        try
        {
            return AgainText.Of(path, MetadataFile.ReadGeneration(path));
        }
        catch (FaeException)
        {
            return $"# {path} was made by";
        }
    }

    private static JsonNode? Shortened(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shortened(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Shortened)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > LongestText => $"{text[..ShownOfLonger]}... ({text.Length} characters; --json prints them)",
        _ => node?.DeepClone(),
    };
}
