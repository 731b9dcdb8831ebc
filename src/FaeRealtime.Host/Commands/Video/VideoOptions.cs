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

    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _seeds = new("--seeds") { Description = "The keyframes' seeds: numbers and ranges, such as 0-7,17.", DefaultValueFactory = _ => "0-7" };
    private readonly Option<int?> _keyframes = new("--num-keyframes") { Description = "Keyframes, 2 to 1024; the seeds are taken in turn. Default: one a seed." };
    private readonly Option<int> _between = new("--w-frames") { Description = "Frames from a keyframe to the next, 1 to 10000.", DefaultValueFactory = _ => 120 };
    private readonly Option<bool> _loop = new("--loop") { Description = "Lead back to the first keyframe, so that the video repeats without a jump." };
    private readonly Option<string> _space = new("--space") { Description = "latent: keyframes are generated, frames decoded between them; feature: frames painted between their features, the cheapest; noise: every frame is sampled, slower, and moves more like the model.", DefaultValueFactory = _ => "latent" };
    private readonly VideoFileArguments _video = new("video.webp");
    private readonly GeneratorOptions _generator = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_seeds, _keyframes, _between, _loop, _space, .. _video.All, .. _generator.All])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="FaeException">A value is out of range, or the model folder is missing or wrong.</exception>
    public VideoRequest Read(ParseResult parsed)
    {
        var (between, loop) = (parsed.GetValue(_between), parsed.GetValue(_loop));
        NumberRange.Check("--w-frames", between, 1, 10_000);
        var seeds = SeedList.Parse(parsed.GetValue(_seeds)!);
        var keyframes = parsed.GetValue(_keyframes) ?? seeds.Count;
        if (parsed.GetValue(_keyframes) is null && keyframes < 2)
        {
            throw new ConfigException("--seeds names one seed, and a video leads from one keyframe to another. Give two seeds or more, such as 0-7.");
        }

        NumberRange.Check("--num-keyframes", keyframes, 2, 1024);
        var frames = loop ? (long)keyframes * between : ((keyframes - 1L) * between) + 1;
        NumberRange.Check("--w-frames times the ways between keyframes", frames, 1, MostFrames);
        var choice = _generator.Read(parsed, parsed.GetValue(_model)!);
        var video = _video.Read(parsed, choice.Folder);
        var source = new SourceParameters
        {
            Mode = SourceMode.Keyframes,
            Space = Space(parsed.GetValue(_space)!),
            Speed = 1.0,
            Closed = loop,
            Keyframes = [.. Enumerable.Range(0, keyframes).Select(i => new Keyframe { Seeds = [new WeightedSeed(seeds[i % seeds.Count], 1.0)], Length = between / video.Fps })],
        };
        var parameters = choice.Parameters with { Source = source };
        parameters.Validate(choice.Folder.Classes.Count, choice.Folder.Config.SamplingOf(choice.Generator));
        return new VideoRequest
        {
            Command = "video",
            Generator = choice,
            Parameters = parameters,
            Frames = (int)frames,
            Fps = video.Fps,
            Side = video.Scaled.Width,
            Out = _video.Out(parsed),
            Json = _video.Json(parsed),
        };
    }

    private static SourceSpace Space(string name) => name switch
    {
        "latent" => SourceSpace.Latent,
        "noise" => SourceSpace.Noise,
        "feature" => SourceSpace.Feature,
        _ => throw new ConfigException($"--space is '{name}'; give latent, feature or noise."),
    };
}
