using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Window;

/// <summary>What a session shows, and how fast: names and what they are.</summary>
/// <param name="session">Borrowed.</param>
internal sealed class HudStatus(LatentSession session)
{
    // Between facts of one row.
    private const string Gap = "   ";

    /// <summary>The rows, a few words each.</summary>
    /// <param name="info">Of the engine that runs.</param>
    /// <param name="parameters">In force.</param>
    /// <param name="figures">Over the last frames.</param>
    /// <param name="page">Where the page is; null for none.</param>
    public List<(string Name, string Value)> Rows(FrameEngineInfo info, SessionParameters parameters, SessionStatistics figures, string? page)
    {
        var (source, sampler, condition) = (parameters.Source, parameters.Sampler, parameters.Condition);
        List<(string Name, string Value)> rows =
        [
            ("rate", Text($"{figures.PresentedFps:0.0} fps{Gap}latency {figures.Latency.P50:0} ms{Gap}dropped {figures.Dropped}")),
            ("engine", $"{info.Kind.ToString().ToLowerInvariant()}{Gap}{Shortened.Text(info.Reason)}"),
            ("sampler", Text($"{info.SamplerName}{(info.Config.Generator.IsFlow ? string.Empty : Text($"{Gap}steps {sampler.Steps}"))}{Gap}guidance {sampler.Guidance:0.##}")),
            ("source", Text($"{source.Mode.ToString().ToLowerInvariant()}{Gap}{MovementName.Of(source)}{Gap}{Made(source)}{Gap}x {Signed(source.X)}{Gap}y {Signed(source.Y)}")),
            ("tempo", Text($"speed {source.Speed:0.##}{Gap}{parameters.Tempo.Bpm:0.#} bpm{(parameters.Paused ? $"{Gap}paused" : string.Empty)}{(parameters.Blackout ? $"{Gap}black" : string.Empty)}")),
            ("class", ClassText.Of(condition, info.Classes)),
        ];
        Add(rows, "prompt", Shortened.Text(condition.Prompt));
        Add(rows, "directions", Shortened.Text(condition.Directions));
        Add(rows, "view", parameters.Output.View == OutputView.Image ? string.Empty : parameters.Output.View.ToString().ToLowerInvariant());

        // Why a picture that was painted on a GPU takes the long way; said only there.
        var sharing = session.Sharing;
        Add(rows, "picture", sharing.Path == SharingPath.Device ? "stays on the GPU" : info.PictureDevice is null ? string.Empty : $"through host memory: {sharing.Reason}");
        Add(rows, "page", page ?? string.Empty);
        return rows;
    }

    private static void Add(List<(string Name, string Value)> rows, string name, string value)
    {
        if (value.Length > 0)
        {
            rows.Add((name, value));
        }
    }

    private static string Made(SourceParameters source) =>
        source is { Mode: SourceMode.Keyframes } && source.Keyframes.Count(keyframe => keyframe.Image is not null) is var pictures and > 0 ? $"{pictures} {(pictures == 1 ? "picture" : "pictures")}"
        : Text($"seed {source.Seeds[0].Seed}{(source.Seeds.Count > 1 ? Text($" + {source.Seeds.Count - 1}") : string.Empty)}");

    // As wide as a plus, where a hyphen would be half of it.
    private static string Signed(double value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
