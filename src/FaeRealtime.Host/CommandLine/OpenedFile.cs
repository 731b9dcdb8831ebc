using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Time;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.CommandLine;

/// <summary>What a session begins with instead of options: a recorded session, a preset, a picture or video that says what made it, or where the last session ended.</summary>
internal sealed record OpenedFile
{
    private const string DefaultModel = "default";
    private const string LastFile = ".last.json";

    /// <summary>The model that it was made with.</summary>
    public required ModelFolder Folder { get; init; }

    /// <summary>Which of its generators; null for what the command line says.</summary>
    public GeneratorVariant? Generator { get; init; }

    /// <summary>What is set at the start, from what the command line says.</summary>
    public required Func<SessionParameters, SessionParameters> Apply { get; init; }

    /// <summary>Where the session begins.</summary>
    public SessionStart Start { get; init; } = new();

    /// <summary>Reads a file.</summary>
    /// <returns>Null where the name is no file's.</returns>
    /// <exception cref="FaeException">It is none of these, or its model is nowhere.</exception>
    public static OpenedFile? Open(string path)
    {
        if (FilePlaces.Of(path) != FilePlace.File)
        {
            return null;
        }

        if (VideoFormats.MediaTypeOf(path) is not null)
        {
            var metadata = MetadataFile.ReadGeneration(path);
            var parameters = SessionMetadata.Parameters(metadata, path);
            return new OpenedFile { Folder = new ModelSearch(metadata.ModelHash, metadata.Model, null).Find(path, "was made by", null), Generator = metadata.Generator, Apply = now => parameters with { Pacing = now.Pacing } };
        }

        if (IsRecording(path))
        {
            var set = SessionRecording.Load(path);
            return Of(set, new ModelSearch(set.ModelHash, set.Folder, set.Model).Find(path, "was recorded with", null)) with { Start = new SessionStart() };
        }

        return new OpenedFile { Folder = ModelFolder.Open(ContentFolder.Model(DefaultModel)), Apply = now => ParameterJson.Merge(now, Read(path), path) with { Pacing = now.Pacing } };
    }

    /// <summary>Reads where the last session ended.</summary>
    /// <param name="presets">The presets' folder, beside which that is kept.</param>
    /// <exception cref="FaeException">There is no last session, or its model is nowhere.</exception>
    public static OpenedFile Last(string presets)
    {
        var path = Path.Combine(presets, LastFile);
        if (!File.Exists(path))
        {
            throw new ConfigException($"There is no session to continue: {path} is not there. A session keeps its state there when it ends.");
        }

        var set = SessionRecording.Load(path);

        // Its folder is a whole path here, written by this program; a model that was trained further is still the one to go on with.
        var folder = set.Folder is { } known && Path.IsPathRooted(known) && Directory.Exists(known) ? ModelFolder.Open(known) : new ModelSearch(set.ModelHash, null, set.Model).Find(path, "was made by", null);
        return Of(set, folder);
    }

    /// <summary>Keeps where a session ends, for <see cref="Last"/>.</summary>
    /// <param name="presets">The presets' folder.</param>
    /// <param name="session">A session that is not closed.</param>
    /// <param name="folder">The model that it began with.</param>
    /// <returns>Whether there is a state to keep.</returns>
    public static bool Keep(string presets, LatentSession session, ModelFolder folder)
    {
        if (session.Info is null || session.Parameters is null)
        {
            return false;
        }

        try
        {
            Directory.CreateDirectory(presets);
            using var recorder = session.Control.BeginRecording();
            var state = recorder.Read();

            // A model that was only dropped on the window is known to nobody afterwards.
            var model = ContentFolder.Models().Contains(state.Parameters.Model, StringComparer.Ordinal) ? state.Parameters.Model : string.Empty;
            (state with { Folder = Path.GetFullPath(folder.Path), Seconds = 0.0, Parameters = state.Parameters with { Model = model } }).Save(Path.Combine(presets, LastFile));
            return true;
        }
        catch (Exception failure) when (failure is FaeException or SessionNotOpenException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"fae: the session's state is not kept: {failure.Message}");
            return false;
        }
    }

    /// <summary>Whether a JSON file is a recorded session: it has its changes, which no tree of parameters has.</summary>
    /// <exception cref="ConfigException">It cannot be read.</exception>
    public static bool IsRecording(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(StrictJson.Body(InputFile.ReadBytes(path)));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("events", out _);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path} is neither a model folder, nor a recorded session or preset (.json), nor a picture or video of this program: {failure.Message}", failure);
        }
    }

    /// <summary>The text of a preset.</summary>
    /// <exception cref="ConfigException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return InputFile.ReadBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static OpenedFile Of(SessionRecording set, ModelFolder folder) => new() { Folder = folder, Generator = set.Generator, Apply = now => set.Parameters with { Pacing = now.Pacing }, Start = set.Start };
}
