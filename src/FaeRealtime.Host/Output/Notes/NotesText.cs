using System.Text.Json;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>What <c>fae info FILE</c> prints.</summary>
internal static class NotesText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Prints a file's notes as they are, whichever version of the program wrote them.</summary>
    /// <param name="path">A picture or film.</param>
    /// <param name="json">Whether the file's name is left out, so that the output is the JSON object.</param>
    /// <exception cref="ImageFileException">It has none, or they are damaged.</exception>
    public static void Print(string path, bool json)
    {
        var notes = FileNotes.Read(path) ?? throw new ImageFileException($"{path} does not say what made it. Give a picture or film that this program made and no other program has written since.");
        try
        {
            var text = JsonNode.Parse(notes)!.ToJsonString(Indented);
            Console.Out.WriteLine(json ? text : $"{path} was made by\n{text}");
        }
        catch (JsonException failure)
        {
            throw new ImageFileException($"The notes of {path} are damaged: {failure.Message} Use another copy.", failure);
        }
    }
}
