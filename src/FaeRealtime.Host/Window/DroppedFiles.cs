using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Recording;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Window;

/// <summary>What a file or folder means that is dropped on the window: a model folder, a preset, a session recording, a picture that says what made it, or photos.</summary>
internal static class DroppedFiles
{
    // Pictures that this program writes.
    private static readonly string[] Own = [.. VideoFormats.All.Where(format => format.MediaType.StartsWith("image/", StringComparison.Ordinal)).Select(format => format.Extension)];
    private static readonly string[] Images = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"];

    /// <summary>Takes it.</summary>
    /// <param name="paths">What was dropped.</param>
    /// <param name="control">Borrowed.</param>
    /// <param name="models">Told of a model folder. Borrowed.</param>
    /// <param name="photos">Gets photos. Borrowed.</param>
    /// <returns>What was done; null where that is still to be told.</returns>
    /// <exception cref="FaeException">It is several things, or nothing of these, or does not fit the model; nothing is changed.</exception>
    public static string? Apply(IReadOnlyList<string> paths, SessionControl control, WindowModels models, DroppedPhotos photos)
    {
        if (paths.Count > 0 && paths.All(IsImage) && (paths.Count > 1 || !SaysWhatMadeIt(paths[0])))
        {
            photos.Add(paths);
            return null;
        }

        if (paths is not [var path])
        {
            throw new ConfigException($"{paths.Count} files were dropped; drop one model folder, preset or set, or pictures.");
        }

        if (Directory.Exists(path))
        {
            var (model, name) = models.Allow(path);
            control.Apply(control.Parameters with { Model = model });
            return $"model {name}";
        }

        if (IsImage(path))
        {
            control.Apply(SessionMetadata.Parameters(MetadataFile.ReadGeneration(path), path) with { Pacing = control.Parameters.Pacing });
            return $"what made {Path.GetFileName(path)}";
        }

        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? ApplyJson(path, control)
            : throw new ConfigException($"{Path.GetFileName(path)} is no model folder, preset (.json), set (.json) or picture.");
    }

    private static string ApplyJson(string path, SessionControl control)
    {
        if (OpenedFile.IsRecording(path))
        {
            control.Apply(SessionRecording.Load(path).Parameters with { Pacing = control.Parameters.Pacing });
            return $"the start of set {Path.GetFileName(path)}; fae render plays it";
        }

        control.Merge(OpenedFile.Read(path), path);
        return $"preset {Path.GetFileNameWithoutExtension(path)}";
    }

    private static bool IsImage(string path) => Images.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static bool SaysWhatMadeIt(string path) => Own.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && MetadataFile.Read(path) is not null;
}
