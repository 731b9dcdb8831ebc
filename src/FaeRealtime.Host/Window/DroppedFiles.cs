using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Output.Notes;
using FaeRealtime.Live.Control;
using FaeRealtime.Live.Sets;

namespace FaeRealtime.Host.Window;

/// <summary>What a file or folder means that is dropped on the window: a model folder, a preset, a live set, or a picture that says what made it.</summary>
internal static class DroppedFiles
{
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"];

    /// <summary>Takes it.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="FaeException">It is several things, or nothing of these, or does not fit the model; nothing is changed.</exception>
    public static string Apply(IReadOnlyList<string> paths, SessionControl control, WindowModels models)
    {
        if (paths is not [var path])
        {
            throw new ConfigException(paths.All(IsPicture)
                ? NeedsEncoder("Photos need")
                : $"{paths.Count} files were dropped; drop one model folder, preset, set or picture.");
        }

        if (Directory.Exists(path))
        {
            var (model, name) = models.Allow(path);
            control.Apply(control.Parameters with { Model = model });
            return $"model {name}";
        }

        if (IsPicture(path))
        {
            if (FileNotes.Read(path) is null)
            {
                throw new ConfigException(NeedsEncoder($"{Path.GetFileName(path)} does not say what made it, and a photo needs"));
            }

            control.Apply(PictureNotes.Of(path).Parameters with { Pacing = control.Parameters.Pacing });
            return $"what made {Path.GetFileName(path)}";
        }

        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? ApplyJson(path, control)
            : throw new ConfigException($"{Path.GetFileName(path)} is no model folder, preset (.json), set (.json) or picture.");
    }

    private static string ApplyJson(string path, SessionControl control)
    {
        if (IsSet(path))
        {
            control.Apply(LiveSet.Load(path).Parameters with { Pacing = control.Parameters.Pacing });
            return $"the start of set {Path.GetFileName(path)}; fae render plays it";
        }

        control.Merge(File.ReadAllBytes(path), path);
        return $"preset {Path.GetFileNameWithoutExtension(path)}";
    }

    private static bool IsPicture(string path) => Pictures.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string NeedsEncoder(string start) => $"{start} the frozen encoder that the model was trained with, which the window does not load. Use fae morph with --encoder FILE.";

    // A set has its changes, which no tree of parameters has.
    private static bool IsSet(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("events", out _);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
