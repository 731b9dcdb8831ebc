using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sets;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>What made a picture or film: the content of its notes (<see cref="FileNotes"/>).</summary>
internal sealed record PictureNotes
{
    /// <summary>Always this program's name.</summary>
    public string Program { get; init; } = "FaeRealtime";

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = typeof(PictureNotes).Assembly.GetName().Version!.ToString(3);

    /// <summary>Which verb made it, such as <c>images</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The model folder's name.</summary>
    public required string Model { get; init; }

    /// <summary>The model folder's hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Which of its generators: <c>teacher</c> or <c>fewStep</c>.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<GeneratorKind>))]
    public required GeneratorKind Generator { get; init; }

    /// <summary>What computed.</summary>
    public required EngineNotes Engine { get; init; }

    /// <summary>Seeds, classes, sampler: everything that a session is told.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>Where several pictures share the file.</summary>
    public GridNotes? Grid { get; init; }

    /// <summary>Where it is a film, or a frame of one.</summary>
    public FilmPathNotes? Film { get; init; }

    /// <summary>The live set that was played.</summary>
    public LiveSet? Set { get; init; }

    /// <summary>The live set by the name and the SHA-256 of its file, where it is too long to stand here.</summary>
    public string? SetFile { get; init; }

    /// <summary>Where it is a moment of a live session, which depends on all that was before.</summary>
    public MomentNotes? Moment { get; init; }

    /// <summary>What was morphed, where it was not two seeds of <see cref="Parameters"/>: seeds, and photos by name and SHA-256.</summary>
    public IReadOnlyList<string>? Ends { get; init; }

    /// <summary>Reads what a file says.</summary>
    /// <exception cref="ImageFileException">It says nothing, or nothing of ours.</exception>
    public static PictureNotes Of(string path)
    {
        var text = FileNotes.Read(path) ?? throw new ImageFileException($"{path} does not say what made it. Give a picture or film that this program made and no other program has written since.");
        try
        {
            return StrictJson.Parse<PictureNotes>(Encoding.UTF8.GetBytes(text), $"the notes of {path}", NotesJsonContext.Default.PictureNotes);
        }
        catch (ConfigException failure)
        {
            throw new ImageFileException(failure.Message, failure);
        }
    }

    public string ToText() => JsonSerializer.Serialize(this, NotesJsonContext.Default.PictureNotes);
}
