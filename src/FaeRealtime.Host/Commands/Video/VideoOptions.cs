using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Commands.Video;

/// <summary>The options of <c>fae video</c> and how they become a request.</summary>
internal sealed class VideoOptions
{
    private const int MostFrames = 1_000_000;
    private const int UsualBetween = 120;

    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _seeds = new("--seeds") { Description = "The keyframes' seeds: numbers and ranges, such as 0-7,17.", DefaultValueFactory = _ => "0-7" };
    private readonly Option<int?> _keyframes = new("--num-keyframes") { Description = "Keyframes, 2 to 1024; the seeds are taken in turn. Default: one a seed." };
    private readonly Option<int> _between = new("--w-frames") { Description = "Frames from a keyframe to the next, 1 to 10000.", DefaultValueFactory = _ => UsualBetween };
    private readonly Option<double?> _seconds = new("--seconds") { Description = "Length of the whole video, instead of --w-frames." };
    private readonly Option<bool> _loop = new("--loop") { Description = "Lead back to the first keyframe, so that the video repeats without a jump." };
    private readonly Option<string> _space = new("--space") { Description = "latent: keyframes are generated, frames decoded between them; feature: frames painted between their features, the cheapest; noise: every frame is sampled, slower, and moves more like the model.", DefaultValueFactory = _ => "latent" };
    private readonly Option<string[]> _modulate = new("--modulate") { Description = "What the sound or a wave moves, as PARAMETER=SHAPE:DEPTH, such as source/speed=low:2; shapes are level, low, mid, high (the sound's loudness), sine, triangle, saw, square, decay; @RATE behind it gives a wave's periods a second. May be given several times.", DefaultValueFactory = _ => [] };
    private readonly SoundArguments _sound = new();
    private readonly VideoFileArguments _video = new("video.webp");
    private readonly GeneratorOptions _generator = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_seeds, _keyframes, _between, _seconds, _loop, _space, .. _sound.All, _modulate, .. _video.All, .. _generator.All])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="FaeException">A value is out of range, or the model folder is missing or wrong.</exception>
    public VideoRequest Read(ParseResult parsed)
    {
        var loop = parsed.GetValue(_loop);
        var seeds = SeedList.Parse(parsed.GetValue(_seeds)!);
        var keyframes = parsed.GetValue(_keyframes) ?? seeds.Count;
        if (parsed.GetValue(_keyframes) is null && keyframes < 2)
        {
            throw new ConfigException("--seeds names one seed, and a video leads from one keyframe to another. Give two seeds or more, such as 0-7.");
        }

        NumberRange.Check("--num-keyframes", keyframes, 2, 1024);
        var choice = _generator.Read(parsed, parsed.GetValue(_model)!);
        var sound = _sound.Read(parsed);
        var video = _video.Read(parsed, choice.Folder, sound);
        var (frames, way) = Length(parsed, loop ? keyframes : keyframes - 1, loop, video.Fps);
        var source = new SourceParameters
        {
            Mode = SourceMode.Keyframes,
            Space = Space(parsed.GetValue(_space)!),
            Speed = 1.0,
            Closed = loop,
            Keyframes = [.. Enumerable.Range(0, keyframes).Select(i => new Keyframe { Seeds = [new WeightedSeed(seeds[i % seeds.Count], 1.0)], Length = way })],
        };
        var parameters = choice.Parameters with { Source = source, Modulation = [.. parsed.GetValue(_modulate)!.Select(ModulationText.Parse)] };
        parameters.Validate(choice.Folder.Classes.Count, choice.Folder.Config.SamplingOf(choice.Generator));
        if (!loop && parameters.Modulation.Any(modulation => modulation.Target == "source/speed" && modulation.Depth > 0.0))
        {
            Console.Error.WriteLine("fae: a faster way reaches its last keyframe before the video ends and stands there; --loop goes round");
        }

        return new VideoRequest
        {
            Command = "video",
            Generator = choice,
            Parameters = parameters,
            Sound = sound,
            Frames = frames,
            Fps = video.Fps,
            Side = video.Scaled.Width,
            Out = _video.Out(parsed, sound),
            Json = _video.Json(parsed),
        };
    }

    // How many frames the video has, and how long it takes from a keyframe to the next, in seconds.
    private (int Frames, double Way) Length(ParseResult parsed, int ways, bool loop, double fps)
    {
        var between = parsed.GetValue(_between);
        NumberRange.Check("--w-frames", between, 1, 10_000);
        if (parsed.GetValue(_seconds) is not { } seconds)
        {
            var frames = ((long)ways * between) + (loop ? 0 : 1);
            NumberRange.Check("--w-frames times the ways between keyframes", frames, 1, MostFrames);
            return ((int)frames, between / fps);
        }

        if (parsed.GetResult(_between) is { Implicit: false })
        {
            throw new ConfigException("--seconds and --w-frames both say how long the video is. Leave one of them out.");
        }

        NumberRange.Check("--seconds", seconds, 1.0 / fps, MostFrames / fps);
        return ((int)Math.Max(1.0, Math.Round(seconds * fps)), seconds / ways);
    }

    private static SourceSpace Space(string name) => name switch
    {
        "latent" => SourceSpace.Latent,
        "noise" => SourceSpace.Noise,
        "feature" => SourceSpace.Feature,
        _ => throw new ConfigException($"--space is '{name}'; give latent, feature or noise."),
    };
}
