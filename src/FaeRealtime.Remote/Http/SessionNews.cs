using System.Buffers;
using System.Text.Json;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Remote.Http;

/// <summary>The messages for browsers about parameters and status, made once for all of them.</summary>
internal sealed class SessionNews : IDisposable
{
    private readonly PageContext _page;
    private readonly Lock _making = new();
    private long _changes = 1;
    private volatile News _parameters = new(0, default);
    private volatile News _status = new(0, default);

    /// <param name="page">Borrowed.</param>
    public SessionNews(PageContext page)
    {
        _page = page;
        page.Control.Changed += OnChanged;
    }

    /// <summary>The parameters as they are now.</summary>
    public News Parameters
    {
        get
        {
            lock (_making)
            {
                // Read before the parameters: a change in between makes one message too many, never one too few.
                var version = Volatile.Read(ref _changes);
                if (_parameters.Version != version)
                {
                    _parameters = new News(version, ParametersMessage());
                }

                return _parameters;
            }
        }
    }

    /// <summary>The status of the last <see cref="Refresh"/>.</summary>
    public News Status => _status;

    /// <summary>Makes a new status and tells everyone.</summary>
    public void Refresh()
    {
        var message = new StatusMessage("status", Read(_page));
        _status = new News(_status.Version + 1, JsonSerializer.SerializeToUtf8Bytes(message, PageJsonContext.Default.StatusMessage));
        _page.Pulse.Beat();
    }

    /// <summary>How a session does.</summary>
    public static SessionStatus Read(PageContext page)
    {
        var measured = page.Session.ReadStatistics();
        return new SessionStatus
        {
            State = JsonNamingPolicy.CamelCase.ConvertName(page.Session.State.ToString()),
            Failure = page.Session.Failure?.Message ?? page.Feed.Failure,
            ModelHash = page.Session.Info?.ModelHash,
            Opening = page.Session.OpeningModel,
            Fps = measured.PresentedFps,
            LatencyMs = measured.Latency.P50,
            GenerateMs = measured.Generate.P50,
            DecodeMs = measured.Decode.P50,
            ShareUs = measured.Upload.P50 * 1000.0,
            PresentMs = measured.Present.P50,
            Dropped = measured.Dropped,
            Presented = measured.Presented,
            Position = page.Session.Time.Position,
            Frame = page.Feed.Latest?.Version ?? 0,
            Watchers = page.Feed.Watchers,
            Recording = page.Media.Recording,
            RecordsSet = page.Control.IsRecording,
            Presets = page.Presets.Names,
            Files = page.Media.Made.Names,
        };
    }

    public void Dispose() => _page.Control.Changed -= OnChanged;

    private byte[] ParametersMessage()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "parameters");
            writer.WritePropertyName("parameters");
            JsonSerializer.Serialize(writer, _page.Control.Parameters, LiveJsonContext.Default.SessionParameters);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void OnChanged(object? sender, EventArgs e)
    {
        Interlocked.Increment(ref _changes);
        _page.Pulse.Beat();
    }

    /// <summary>A message.</summary>
    /// <param name="Version">Grows with each new one; 0 for none yet.</param>
    /// <param name="Json">UTF-8.</param>
    internal sealed record News(long Version, ReadOnlyMemory<byte> Json);
}
