using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Info;

/// <summary>The command that makes a file again, from what the file says.</summary>
internal static class AgainText
{
    private const string ImageEnding = ".png";

    /// <summary>The command.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">What it says.</param>
    /// <returns>For a shell; for a recording of a live session the command that goes on from its first moment, because its frames lay where the clock of that day had them.</returns>
    /// <exception cref="Core.Errors.ImageFileException">The parameters in it are none of ours.</exception>
    public static string Of(string path, GenerationMetadata metadata)
    {
        var ending = Path.GetExtension(path);
        var output = $"again{ending}";
        if (metadata.Video is not { } video)
        {
            return ending.Equals(ImageEnding, StringComparison.OrdinalIgnoreCase) ? Line(["fae", "remake", path, "--out", output]) : Line(["fae", "live", path]);
        }

        if (ending.Equals(ImageEnding, StringComparison.OrdinalIgnoreCase) && metadata.Command == "video" && metadata.Sound is null)
        {
            return Line(["fae", "remake", path, "--out", output]);
        }

        string[] size = ["--fps", Text(video.Fps), "--size", Text(video.Side), "--out", output];
        if (metadata.Set is not null || metadata.SetFile is not null)
        {
            return Line(["fae", "render", metadata.Set is null ? FileOf(metadata.SetFile!) : path, .. Sound(metadata), .. size]);
        }

        var parameters = SessionMetadata.Parameters(metadata, path);
        string[] sampled = [.. Class(parameters.Condition), .. Sampler(metadata.Generator, parameters.Sampler), .. size];
        if (metadata.Ends is { Count: 2 } ends)
        {
            return Line(["fae", "morph", FileOf(ends[0]), FileOf(ends[1]), "--model", metadata.Model, .. ends.Any(IsPhoto) ? ["--encoder", "FILE"] : Array.Empty<string>(), "--frames", Text(video.Frames), "--interpolation", Name(parameters.Source.Interpolation.ToString()), "--easing", Name(parameters.Condition.Transition.Easing.ToString()), .. parameters.Source.Mode == SourceMode.Loop ? ["--loop"] : Array.Empty<string>(), .. sampled]);
        }

        var source = parameters.Source;
        return metadata.Command == "video"
            ? Line(["fae", "video", metadata.Model, "--seeds", string.Join(',', source.Keyframes.Select(keyframe => keyframe.Seeds[0].Seed)), .. Length(video, source), "--space", Name(source.Space.ToString()), .. Sound(metadata), .. parameters.Modulation.SelectMany(Modulate), .. sampled])
            : Line(["fae", metadata.Command, "--headless", "--model", metadata.Model, "--seed", Text(source.Seeds[0].Seed), "--mode", MovementName.Of(source), "--speed", Text(source.Speed), "--frames", Text(video.Frames), .. Class(parameters.Condition), .. metadata.Generator == GeneratorVariant.Teacher ? ["--teacher", "--cfg-scale", Text(parameters.Sampler.Guidance)] : Array.Empty<string>(), "--steps", Text(parameters.Sampler.Steps), .. size]);
    }

    private static string[] Length(VideoPathMetadata video, SourceParameters source)
    {
        var between = Math.Round(source.Keyframes[0].Length * video.Fps);
        var ways = source.Keyframes.Count - (source.Closed ? 0 : 1);
        string[] loop = source.Closed ? ["--loop"] : [];
        return video.Frames == (ways * between) + (source.Closed ? 0 : 1) ? ["--w-frames", Text(between), .. loop] : ["--seconds", Text(video.Frames / video.Fps), .. loop];
    }

    private static string[] Modulate(Modulation modulation) =>
        ["--modulate", $"{modulation.Target}={Name(modulation.Shape.ToString())}:{Text(modulation.Depth)}@{Text(modulation.Rate)}"];

    private static string[] Sound(GenerationMetadata metadata) => metadata.Sound is { } sound ? ["--audio", FileOf(sound)] : [];

    private static string[] Class(ConditionParameters condition) => [.. Classes(condition), .. condition.Prompt.Length > 0 ? ["--prompt", condition.Prompt] : Array.Empty<string>(), .. condition.Directions.Length > 0 ? ["--direction", condition.Directions] : Array.Empty<string>()];

    private static string[] Classes(ConditionParameters condition) => condition switch
    {
        { Classes.Count: > 0 } => ["--class", string.Join(',', condition.Classes.Select(item => condition.Classes.Count == 1 ? Text(item.Class) : $"{Text(item.Class)}:{Text(item.Weight)}"))],
        { RandomClass: true } => [],
        _ => ["--class", "none"],
    };

    private static string[] Sampler(GeneratorVariant generator, SamplerParameters sampler) =>
    [
        .. generator == GeneratorVariant.FewStep ? ["--few-step"] : new[] { "--cfg-scale", Text(sampler.Guidance) },
        .. sampler.Schedule.Count > 0 ? [] : new[] { "--steps", Text(sampler.Steps) },
        "--shift", Text(sampler.Shift),
    ];

    private static bool IsPhoto(string end) => end.Contains(" sha256:", StringComparison.Ordinal);

    // What metadata call NAME sha256:HASH.
    private static string FileOf(string identity) => identity.Split(" sha256:")[0];

    private static string Name(string member) => member.ToLowerInvariant();

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Line(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:,=@+%".Contains(letter, StringComparison.Ordinal)) ? word : $"'{Core.Errors.Shortened.Line(word).Replace("'", "'\\''", StringComparison.Ordinal)}'"));
}
