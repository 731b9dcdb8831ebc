using System.Globalization;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Window;

/// <summary>The text and charts over the picture and the window's title. The text is written anew a few times a second, the charts at every frame.</summary>
/// <param name="control">Borrowed.</param>
/// <param name="controls">Borrowed.</param>
/// <param name="output">Borrowed.</param>
/// <param name="keys">For the help.</param>
internal sealed class HudText(SessionControl control, WindowControls controls, WindowOutput output, KeyMap keys)
{
    private const uint ErrorColor = 0xB0000090;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);

    private readonly HudCharts _charts = new(control.Session);
    private readonly StringBuilder _text = new();
    private readonly char[] _lines = new char[HudPass.Capacity];
    private readonly HudBar[] _bars = new HudBar[HudCharts.MostBars + 1];
    private int _length;
    private int _version;
    private int _chartRow = -1;
    private (int Row, int Count) _error;
    private int _columns;
    private long _written;

    /// <summary>Where the page is; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>The lines.</summary>
    public ReadOnlySpan<char> Lines => _lines.AsSpan(0, _length);

    /// <summary>A short line for the title bar.</summary>
    public string Title { get; private set; } = "FAE";

    /// <summary>Writes the text anew when it is due.</summary>
    /// <param name="clock">Tells when.</param>
    /// <param name="width">Of the window in pixels.</param>
    /// <param name="height">Of the window in pixels.</param>
    /// <returns>Whether it did.</returns>
    public bool Refresh(TimeProvider clock, int width, int height)
    {
        var now = clock.GetTimestamp();
        var columns = HudPass.Columns(width, height);
        if (_written != 0 && _version == controls.Display.Version && columns == _columns && clock.GetElapsedTime(_written, now) < Interval)
        {
            return false;
        }

        (_written, _version, _columns, _chartRow, _error) = (now, controls.Display.Version, columns, -1, default);
        _text.Clear();
        var figures = control.Session.ReadStatistics();
        if (control.Session is { Info: { } info, Parameters: { } parameters })
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"FAE {info.Config.Name}: {figures.PresentedFps:0} fps, {figures.Latency.P50:0} ms");
            Describe(info, parameters, figures);
        }
        else
        {
            _text.Append("loading ...\n");
        }

        Report();
        Help(HudPass.Rows(height));
        _length = controls.Display.Shows(HudPart.All) ? Math.Min(_text.Length, _lines.Length) : 0;
        _text.CopyTo(0, _lines, _length);
        return true;
    }

    /// <summary>The charts, and what stands behind an error. Allocates nothing.</summary>
    public ReadOnlySpan<HudBar> Bars()
    {
        if (!controls.Display.Shows(HudPart.All))
        {
            return [];
        }

        var count = _chartRow >= 0 ? _charts.Place(_chartRow, _columns, _bars) : 0;
        if (_error.Count > 0)
        {
            const int Cell = HudPass.CellPixels;
            _bars[count++] = new HudBar(0, (ushort)(_error.Row * Cell), (ushort)(_columns * Cell), (ushort)(_error.Count * Cell), ErrorColor);
        }

        return _bars.AsSpan(0, count);
    }

    // Short lines: at its first size the window is 46 characters wide.
    private void Describe(FrameEngineInfo info, SessionParameters parameters, SessionStatistics figures)
    {
        var (source, sampler, sharing) = (parameters.Source, parameters.Sampler, control.Session.Sharing);
        var badge = sharing.Path == SharingPath.Device ? "gpu" : "host";
        Line($"{figures.PresentedFps:0.0} fps  latency {figures.Latency.P50:0} ms  dropped {figures.Dropped}  [{badge}]");
        Wrapped($"[{info.Kind.ToString().ToLowerInvariant()}] {Shortened.Text(info.Reason)}");
        Line($"{info.Folder}  {info.SamplerName}{(info.Config.Generator.IsFlow ? string.Empty : FormattableString.Invariant($"  steps {sampler.Steps}"))}  guidance {sampler.Guidance:0.##}");
        Line($"{source.Mode.ToString().ToLowerInvariant()}  {MovementName.Of(source)}  {Made(source)}  x {source.X:0.##} y {source.Y:0.##}");
        Line($"speed {source.Speed:0.##}  {parameters.Tempo.Bpm:0.#} bpm{(parameters.Paused ? "  paused" : string.Empty)}{(parameters.Blackout ? "  black" : string.Empty)}");
        Wrapped($"class {ClassText.Of(parameters.Condition, info.Classes)}");
        if (parameters.Condition.Prompt.Length > 0)
        {
            Wrapped($"prompt {Shortened.Text(parameters.Condition.Prompt)}");
        }

        if (parameters.Condition.Directions.Length > 0)
        {
            Wrapped($"directions {Shortened.Text(parameters.Condition.Directions)}");
        }

        if (parameters.Output.View != OutputView.Image)
        {
            Line($"view {parameters.Output.View.ToString().ToLowerInvariant()}");
        }

        // Why a picture that was painted on a GPU takes the long way; said only there.
        if (info.PictureDevice is not null && sharing.Path == SharingPath.Host)
        {
            Wrapped($"through host memory: {sharing.Reason}");
        }

        if (controls.Display.Shows(HudPart.Performance))
        {
            _chartRow = Rows();
            _charts.Describe(_text, figures);
        }

        Wrapped($"{Page}{(Page is null ? string.Empty : "  ")}{keys.KeysOf(HotkeyTable.All[0]).Split(' ')[0]} lists the keys");
    }

    private static string Made(SourceParameters source) =>
        source is { Mode: SourceMode.Keyframes } && source.Keyframes.Count(keyframe => keyframe.Image is not null) is var pictures and > 0 ? $"{pictures} {(pictures == 1 ? "picture" : "pictures")}"
        : string.Create(CultureInfo.InvariantCulture, $"seed {source.Seeds[0].Seed}{(source.Seeds.Count > 1 ? $"+{source.Seeds.Count - 1}" : string.Empty)}");

    private void Report()
    {
        if (control.Session.OpeningModel is { } model)
        {
            Wrapped($"loading {model} ...");
        }

        if (output.Recording is { State: RecordingState.Recording or RecordingState.Finishing } recording)
        {
            Wrapped(string.Create(CultureInfo.InvariantCulture, $"[rec] {recording.Width}x{recording.Height}  {recording.Seconds:0.0} s  dropped {recording.Dropped}"));
        }

        if (controls.Progress is { } progress)
        {
            Wrapped(progress);
        }

        if (controls.Notice is { } notice)
        {
            Wrapped(notice);
        }

        var failure = control.Session.Failure is { } broken ? $"{broken.Message}{(control.Session.State == SessionState.Failed ? $" {keys.KeysOf(HotkeyTable.All.First(hotkey => hotkey.Name == "reload"))} loads the model again." : string.Empty)}"
            : controls.Refusal ?? (output.Recording is { State: RecordingState.Failed, Failure: { } failed } ? failed : null);
        if (failure is not null)
        {
            var row = Rows();
            Wrapped(failure);
            _error = (row, Rows() - row);
        }
    }

    private void Help(int rows)
    {
        if (!controls.Display.Shows(HudPart.Help))
        {
            return;
        }

        // One line each; two columns where the window is too low for that and wide enough.
        string[] lines = [.. KeyLines()];
        var half = (lines.Length + 1) / 2;
        var width = lines.Max(line => line.Length) + 2;
        if (Rows() + lines.Length <= rows || _columns < 2 * width)
        {
            _text.AppendJoin('\n', lines).Append('\n');
            return;
        }

        for (var i = 0; i < half; i++)
        {
            _text.Append(lines[i].PadRight(width)).Append(half + i < lines.Length ? lines[half + i] : string.Empty).Append('\n');
        }
    }

    // What has no text of its own stands with the one before it.
    private IEnumerable<string> KeyLines()
    {
        for (var i = 0; i < HotkeyTable.All.Count;)
        {
            var first = HotkeyTable.All[i];
            string[] together = [.. HotkeyTable.All.Skip(i).TakeWhile((hotkey, at) => at == 0 || hotkey.Help.Length == 0).Select(keys.KeysOf)];
            var shown = first.Walk is not null && together is ["Left", "Right", "Up", "Down"] ? "arrows, drag"
                : together.Length > 2 ? $"{together[0]} - {together[^1]}"
                : string.Join(' ', together);
            yield return $"{shown,-16}{first.Help}";
            i += together.Length;
        }
    }

    private int Rows()
    {
        var rows = 0;
        foreach (var chunk in _text.GetChunks())
        {
            rows += chunk.Span.Count('\n');
        }

        return rows;
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Wrapped(string text)
    {
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > _columns)
            {
                _text.Append('\n');
                column = 0;
            }

            _text.Append(column > 0 ? " " : string.Empty).Append(word);
            column += word.Length + (column > 0 ? 1 : 0);
        }

        _text.Append('\n');
    }
}
