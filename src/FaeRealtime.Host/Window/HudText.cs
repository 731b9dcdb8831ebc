using System.Globalization;
using FaeRealtime.Graphics.Presenting;
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
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);

    private readonly HudCharts _charts = new(control.Session);
    private readonly HudKeys _keys = new(keys);
    private readonly HudStatus _status = new(control.Session);
    private readonly HudCanvas _canvas = new();
    private readonly List<HudPanel> _main = [];
    private readonly List<HudPanel> _side = [];
    private readonly List<HudPanel> _messages = [];
    private int _version;
    private int _bars;
    private bool _showsCharts;
    private (int Width, int Height) _size;
    private long _written;

    /// <summary>Where the page is; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>What is said, without its layout.</summary>
    public string Lines => string.Join('\n', _main.Concat(_side).Concat(_messages).SelectMany(panel => panel.Lines));

    /// <summary>The letters.</summary>
    public ReadOnlySpan<HudGlyph> Glyphs => _canvas.Glyphs;

    /// <summary>How large the letters are: smaller where much is shown in a small window.</summary>
    public HudMetrics Metrics { get; private set; }

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
        if (_written != 0 && _version == controls.Display.Version && (width, height) == _size && clock.GetElapsedTime(_written, now) < Interval)
        {
            return false;
        }

        (_written, _version, _size, _showsCharts) = (now, controls.Display.Version, (width, height), false);
        _canvas.Clear();
        _main.Clear();
        _side.Clear();
        _messages.Clear();
        var figures = control.Session.ReadStatistics();
        if (control.Session is { Info: { } info, Parameters: { } parameters })
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"FAE {info.Config.Name}: {figures.PresentedFps:0} fps, {figures.Latency.P50:0} ms");
            _main.Add(new HudTable(info.Folder, _status.Rows(info, parameters, figures, Page), $"{keys.KeysOf(HotkeyTable.All[0]).Split(' ')[0]} lists the keys"));
            Measure(parameters, figures);
        }
        else
        {
            _main.Add(new HudTable("FAE", [(string.Empty, "loading …")]));
        }

        Report();
        if (controls.Display.Shows(HudPart.Help))
        {
            _side.Add(_keys);
        }

        Place();
        return true;
    }

    /// <summary>The panels and charts. Allocates nothing.</summary>
    public ReadOnlySpan<HudBar> Bars()
    {
        _canvas.BarCount = _bars;
        if (_showsCharts)
        {
            _charts.Draw(_canvas);
        }

        return _canvas.Bars;
    }

    private void Place()
    {
        if (controls.Display.Shows(HudPart.All))
        {
            var arrangement = new HudArrangement(_size.Width, _size.Height);
            arrangement.Draw(_main, _side, _messages, _canvas);
            Metrics = arrangement.Metrics;
            _showsCharts &= arrangement.Has(_charts);
        }
        else
        {
            _showsCharts = false;
            _main.Clear();
            _side.Clear();
            _messages.Clear();
        }

        _bars = _canvas.BarCount;
    }

    private void Measure(SessionParameters parameters, SessionStatistics figures)
    {
        if (controls.Display.Shows(HudPart.Performance))
        {
            _charts.Read(figures, parameters.Pacing.FpsLimit);
            _main.Add(_charts);
            _showsCharts = true;
        }
    }

    private void Report()
    {
        List<(string Name, string Value)> rows = [];
        if (control.Session.OpeningModel is { } model)
        {
            rows.Add((string.Empty, $"loading {model} …"));
        }

        if (output.Recording is { State: RecordingState.Recording or RecordingState.Finishing } recording)
        {
            rows.Add((string.Empty, string.Create(CultureInfo.InvariantCulture, $"● recording   {recording.Width} × {recording.Height}   {recording.Seconds:0.0} s   dropped {recording.Dropped}")));
        }

        rows.AddRange(((string?[])[controls.Progress, controls.Notice]).OfType<string>().Select(line => (string.Empty, line)));
        if (rows.Count > 0)
        {
            _messages.Add(new HudTable(string.Empty, rows));
        }

        var failure = control.Session.Failure is { } broken ? $"{broken.Message}{(control.Session.State == SessionState.Failed ? $" {keys.KeysOf(HotkeyTable.All.First(hotkey => hotkey.Name == "reload"))} loads the model again." : string.Empty)}"
            : controls.Refusal ?? (output.Recording is { State: RecordingState.Failed, Failure: { } failed } ? failed : null);
        if (failure is not null)
        {
            _messages.Add(new HudTable(string.Empty, [(string.Empty, failure)]) { IsError = true });
        }
    }
}
