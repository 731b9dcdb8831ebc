using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Commands.Morph;

/// <summary>The options of <c>fae morph</c> and how they become a request.</summary>
internal sealed class MorphOptions
{
    private readonly Argument<string> _from = new("A") { Description = "A picture file, or a seed; with words of its own: \"7: red hair, glasses\"." };
    private readonly Argument<string> _to = new("B") { Description = "The same: \"7: red hair\" to \"7: robot\" changes what is seen, \"7\" to \"8\" who." };
    private readonly Option<string> _model = new("--model") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _encoder = new("--encoder") { Description = "Official weights of the model's frozen ViT, which pictures need." };
    private readonly Option<int> _frames = new("--frames") { Description = "Frames of the video, 2 to 100000.", DefaultValueFactory = _ => 120 };
    private readonly Option<bool> _loop = new("--loop") { Description = "There and back, so that the video repeats without a jump." };
    private readonly Option<string> _easing = new("--easing") { Description = "smooth (at rest at both ends), linear, in, out or hold.", DefaultValueFactory = _ => "smooth" };
    private readonly Option<string> _interpolation = new("--interpolation") { Description = "gaussian (keeps what the decoders know), slerp or lerp.", DefaultValueFactory = _ => "gaussian" };
    private readonly VideoFileArguments _video = new("morph.webp");
    private readonly GeneratorOptions _generator = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_from);
        command.Arguments.Add(_to);
        foreach (var option in (Option[])[_model, _encoder, _frames, _loop, _easing, _interpolation, .. _video.All, .. _generator.All])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="FaeException">A value is out of range, or the model folder is missing or wrong.</exception>
    public MorphRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--frames", parsed.GetValue(_frames), 2, 100_000);
        MorphEnd[] ends = [MorphEnd.Parse(parsed.GetValue(_from)!), MorphEnd.Parse(parsed.GetValue(_to)!)];
        var choice = _generator.Read(parsed, parsed.GetValue(_model)!, [.. ends.Select(end => end.Words).OfType<string>()]);
        var encoder = parsed.GetValue(_encoder);
        if (encoder is null && Array.Find(ends, end => end.Path is not null) is { } photo)
        {
            throw photo.NeedsEncoder(choice.Folder);
        }

        var video = _video.Read(parsed, choice.Folder);
        return new MorphRequest
        {
            Generator = choice,
            Ends = ends,
            EncoderPath = encoder,
            Frames = parsed.GetValue(_frames),
            Loop = parsed.GetValue(_loop),
            Easing = Name<EasingKind>("--easing", parsed.GetValue(_easing)!),
            Interpolation = Name<InterpolationKind>("--interpolation", parsed.GetValue(_interpolation)!),
            Fps = video.Fps,
            Side = video.Scaled.Width,
            Out = _video.Out(parsed),
            Json = _video.Json(parsed),
        };
    }

    private static T Name<T>(string option, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(name[0])
            ? value
            : throw new ConfigException($"{option} is '{name}'; give one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
}
