using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Recording;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Render;

/// <summary>The options of <c>fae render</c> and how they become a request.</summary>
internal sealed class RenderOptions
{
    private readonly Argument<string> _set = new("SET") { Description = "A recorded session, .json, or a video that was rendered from one." };
    private readonly Option<string?> _model = new("--model") { Description = "Model folder, or a name in the content folder. Default: the set's, found by its hash in the content folder or below the current one, else by its folder's or its own name." };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is all cores.", DefaultValueFactory = _ => 0 };
    private readonly SoundArguments _sound = new();
    private readonly VideoFileArguments _video = new("set.webp");
    private readonly EngineOptions _engine = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_set);
        foreach (var option in (Option[])[_model, .. _sound.All, _threads, .. _video.All, .. _engine.All])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="FaeException">The set is damaged, made by another model, or a value is out of range.</exception>
    public VideoRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--threads", parsed.GetValue(_threads), 0, 1024);
        var path = parsed.GetValue(_set)!;
        var set = Load(path);
        var folder = new ModelSearch(set.ModelHash, set.Folder, set.Model).Find(path, "was recorded with", parsed.GetValue(_model));
        set.Parameters.Validate(folder.Classes.Count, folder.Config.SamplingOf(set.Generator));
        var sound = _sound.Read(parsed);
        var video = _video.Read(parsed, folder, sound);
        return new VideoRequest
        {
            Command = "render",
            Generator = new GeneratorChoice
            {
                Folder = folder,
                Engine = (_engine.Read(parsed, folder) with { Generator = folder.Choose(set.Generator), Threads = parsed.GetValue(_threads) }).Repeatable(),
                EngineIsChosen = _engine.IsChosen(parsed),
                Generator = set.Generator,
                Class = ClassChoice.Of(set.Parameters.Condition, folder.Classes),
                Parameters = set.Parameters,
            },
            Parameters = set.Parameters,
            Set = set,
            SetFile = FileIdentity.Of(path),
            Sound = sound,
            Frames = Frames(path, set.Seconds, video.Fps),
            Fps = video.Fps,
            Side = video.Scaled.Width,
            Out = _video.Out(parsed, sound),
            Json = _video.Json(parsed),
        };
    }

    private static SessionRecording Load(string path)
    {
        if (VideoFormats.MediaTypeOf(path) is null)
        {
            return SessionRecording.Load(path);
        }

        var metadata = MetadataFile.ReadGeneration(path);
        return SessionMetadata.Recording(metadata, path) ?? throw new ConfigException($"{path} holds no recorded session{(metadata.SetFile is { } file ? $": it was rendered from {file}, which was too long" : string.Empty)}. Give the recording, .json.");
    }

    // Whole frames, also where a sum of seconds misses one by its last bits.
    private static int Frames(string path, double seconds, double fps)
    {
        var frames = Math.Floor((seconds * fps) + 1e-6);
        return frames is >= 1 and <= int.MaxValue
            ? (int)frames
            : throw new ConfigException(FormattableString.Invariant($"{path} lasts {seconds} seconds, {frames} frames at {fps} fps; there is nothing to render. Record a longer set, or give a higher --fps."));
    }
}
