using System.Globalization;
using System.Text;
using System.Text.Json;
using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http.Routes;

/// <summary>For monitoring: whether it runs, and how fast.</summary>
/// <param name="page">Borrowed.</param>
internal sealed class MetricsRoutes(PageContext page)
{
    private const double MicrosecondsOfAMillisecond = 1000.0;

    public IEnumerable<PageRoute> All() =>
    [
        new("GET", "/health", "200 while frames are made, else 503, with the reason.", HealthAsync),
        new("GET", "/metrics", "Prometheus text.", context => PageReply.TextAsync(context, Text(), "text/plain; version=0.0.4; charset=utf-8")),
        new("GET", "/api/v1/session/statistics", "The same figures as JSON.", context => PageReply.JsonAsync(context, SessionNews.Read(page), PageJsonContext.Default.SessionStatus)),
    ];

    private Task HealthAsync(HttpContext context)
    {
        var state = page.Session.State;
        return PageReply.JsonAsync(
            context,
            new HealthReply(JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), page.Session.Failure?.Message),
            PageJsonContext.Default.HealthReply,
            state == SessionState.Running ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private string Text()
    {
        var measured = page.Session.ReadStatistics();
        var text = new StringBuilder();
        Single(text, "presented_fps", "gauge", "New frames shown a second.", measured.PresentedFps);
        Quantiles(text, "generate_ms", "Generator time in a frame's turn.", measured.Generate);
        Quantiles(text, "decode_ms", "Decoder time of a frame.", measured.Decode);
        Quantiles(text, "share_us", "Time to hand a frame to the texture.", measured.Upload, MicrosecondsOfAMillisecond);
        Quantiles(text, "present_ms", "Time to draw and show a frame.", measured.Present);
        Quantiles(text, "latency_ms", "From reading the parameters to the shown frame.", measured.Latency);
        Single(text, "dropped", "counter", "Frames made but replaced before they were shown.", measured.Dropped);
        Single(text, "presented", "counter", "Frames shown.", measured.Presented);
        Single(text, "watchers", "gauge", "Browsers that watch.", page.Feed.Watchers);
        if (page.Session.Info is { } engine)
        {
            Engine(text, engine);
        }

        if (page.Osc is { } osc)
        {
            Single(text, "osc_packets", "counter", "OSC packets that came.", osc.Packets);
            Single(text, "osc_refused", "counter", "Of these, how many were refused.", osc.Refused);
            Single(text, "osc_waiting", "gauge", "OSC messages that wait for their time.", osc.Waiting);
        }

        return text.ToString();
    }

    // Of the form that Prometheus joins to other figures: always 1, the news is in the labels.
    private static void Engine(StringBuilder text, FrameEngineInfo engine)
    {
        var kind = engine.Kind.ToString().ToLowerInvariant();
        text.Append("# HELP fae_engine_info The engine that makes frames, and why.\n# TYPE fae_engine_info gauge\n")
            .Append(CultureInfo.InvariantCulture, $"fae_engine_info{{engine=\"{kind}\",renderer=\"{Label(engine.Renderer ?? string.Empty)}\",device=\"{Label(engine.Device)}\",reason=\"{Label(engine.Reason)}\"}} 1\n");
    }

    private static string Label(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Single(StringBuilder text, string name, string kind, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP fae_{name} {help}\n# TYPE fae_{name} {kind}\nfae_{name} {value}\n");

    private static void Quantiles(StringBuilder text, string name, string help, Quantiles values, double scale = 1.0) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"# HELP fae_{name} {help}\n# TYPE fae_{name} gauge\nfae_{name}{{quantile=\"0.5\"}} {values.P50 * scale}\nfae_{name}{{quantile=\"0.95\"}} {values.P95 * scale}\nfae_{name}{{quantile=\"0.99\"}} {values.P99 * scale}\n");
}
