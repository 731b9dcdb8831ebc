using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Output;

/// <summary>What files say about the session that made them, from which <c>fae remake</c> makes a picture again.</summary>
internal static class SessionMetadata
{
    /// <summary>What made the current frame; null between two models, where there is no engine to tell of.</summary>
    /// <inheritdoc cref="Of(LatentSession, FrameEngineOptions, string)"/>
    public static GenerationMetadata? Current(LatentSession session, FrameEngineOptions engine, string command) =>
        session.Info is null || session.Parameters is null ? null : Of(session, engine, command);

    /// <summary>What made the current frame. Call it on the thread that calls <see cref="LatentSession.Update"/>.</summary>
    /// <param name="session">With a frame.</param>
    /// <param name="engine">Of any of the session's models: they share its kind and threads.</param>
    /// <param name="command">Such as <c>live</c>.</param>
    public static GenerationMetadata Of(LatentSession session, FrameEngineOptions engine, string command)
    {
        var info = session.Info!;
        session.TryGetFrame(out var frame);
        return new GenerationMetadata
        {
            Command = command,
            Model = info.Folder,
            ModelHash = info.ModelHash,
            Generator = info.Generator,
            Engine = Of(engine, info.Device, info.VectorBits),
            Parameters = Json(session.Parameters!),
            Moment = new MomentMetadata(session.Time.Seconds, frame.Position, MomentMetadata.Text(session.Latent)) { Features = session.Features.IsEmpty ? null : MomentMetadata.Text(session.Features) },
        };
    }

    /// <summary>What computes.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="device">In words.</param>
    /// <param name="vectorBits">Of the CPU engine.</param>
    public static EngineMetadata Of(FrameEngineOptions engine, string device, int? vectorBits) => engine.Kind switch
    {
        // Also where the CPU engine stands in for another.
        _ when engine.Kind == EngineKind.Cpu || vectorBits is not null => new EngineMetadata { Kind = EngineMetadata.Cpu, Device = device, VectorBits = vectorBits },
        EngineKind.Gl => new EngineMetadata { Kind = EngineMetadata.Gl, Device = device },
        _ => new EngineMetadata { Kind = EngineMetadata.Torch, Device = device, Threads = engine.Threads },
    };

    /// <summary>Parameters as they stand in a file.</summary>
    public static JsonElement Json(SessionParameters parameters) => JsonSerializer.SerializeToElement(parameters, SessionMetadataJsonContext.Default.SessionParameters);

    /// <summary>A recorded session as it stands in a file.</summary>
    public static JsonElement? Json(SessionRecording? set) => set is null ? null : JsonSerializer.SerializeToElement(set, SessionMetadataJsonContext.Default.SessionRecording);

    /// <summary>The parameters that a file holds.</summary>
    /// <param name="metadata">What the file says.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ImageFileException">They are none of ours.</exception>
    public static SessionParameters Parameters(GenerationMetadata metadata, string path) => Read<SessionParameters>(metadata.Parameters, path);

    /// <summary>The recorded session that a file was rendered from; null where it holds none.</summary>
    /// <param name="metadata">What the file says.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ImageFileException">It is damaged.</exception>
    public static SessionRecording? Recording(GenerationMetadata metadata, string path) => metadata.Set is { } set ? Read<SessionRecording>(set, path) : null;

    private static T Read<T>(JsonElement json, string path)
        where T : class
    {
        try
        {
            return StrictJson.Parse<T>(Encoding.UTF8.GetBytes(json.GetRawText()), $"the metadata of {path}");
        }
        catch (ConfigException failure)
        {
            throw new ImageFileException(failure.Message, failure);
        }
    }

    /// <summary>Writes the current frame as PNG. Call it on the thread that calls <see cref="LatentSession.Update"/>.</summary>
    /// <param name="path">The file; replaced when there.</param>
    /// <param name="session">The session.</param>
    /// <param name="engine">Of any of the session's models.</param>
    /// <param name="command">Such as <c>live</c>.</param>
    /// <exception cref="ImageFileException">There is no frame in host memory, or the file cannot be written.</exception>
    public static void WriteImage(string path, LatentSession session, FrameEngineOptions engine, string command)
    {
        if (session.Pixels.IsEmpty || !session.TryGetFrame(out var frame))
        {
            throw new ImageFileException($"{path} is not written: there is no picture in this program's memory yet.");
        }

        PngFile.Write(path, session.Pixels, frame.Width, frame.Height, Of(session, engine, command).ToText());
    }
}

/// <summary>Generated JSON code for what sessions put into metadata: with the naming of the metadata around it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SessionParameters))]
[JsonSerializable(typeof(SessionRecording))]
internal sealed partial class SessionMetadataJsonContext : JsonSerializerContext;
