using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.RateLimiting;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Control;

namespace FaeRealtime.Remote.Http;

/// <summary>One browser's socket: one loop sends what is new, one acts on what comes.</summary>
/// <remarks>
/// Nothing is queued: while a slow browser takes a frame, later ones pass it by, and one that takes longer than <see cref="PageOptions.SlowestSend"/> is dropped. On the way are two frames
/// at most where the browser acknowledges (<see cref="AckWindow"/>), else what the system's send buffer holds, which is kept near one frame (<see cref="SendBuffer"/>).
/// </remarks>
internal sealed class LiveSocket(WebSocket socket, PageContext page, SessionNews news, PageOptions options)
{
    private const string Source = "The message";
    private const int FirstBufferBytes = 4096;
    private static readonly TimeSpan SecondPart = TimeSpan.FromMilliseconds(50);

    private readonly Pulse _pulse = page.Pulse;
    private readonly Pulse _own = new();
    private IDisposable? _watcher;
    private volatile string? _refusal;
    private volatile ClockMessage? _asked;
    private long _frame;
    private long _parameters;
    private long _status;

    /// <summary>What is on its way to a browser that acknowledges; null for one that does not.</summary>
    public AckWindow? Window { get; init; }

    /// <summary>What the system holds for one that does not; null where that cannot be told.</summary>
    public SendBuffer? Buffer { get; init; }

    /// <summary>Serves the browser until it leaves.</summary>
    /// <param name="ends">Cancelled from outside at the end, and by this when the browser leaves.</param>
    public async Task RunAsync(CancellationTokenSource ends)
    {
        _watcher = page.Feed.Watch();
        try
        {
            var loops = new[] { SendAsync(ends.Token), ReceiveAsync(ends.Token) };
            await Task.WhenAny(loops).ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            await ends.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
        {
            // The browser left, or was too slow.
        }
        finally
        {
            Volatile.Read(ref _watcher)?.Dispose();
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (socket.State == WebSocketState.Open && !(Window?.Oldest > options.LongestUnseen))
        {
            var (next, own) = (_pulse.Next, _own.Next);
            await SendNewAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAny(next, own).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendNewAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _asked, null) is { } asked)
        {
            var answer = JsonSerializer.SerializeToUtf8Bytes(asked with { Now = page.Feed.Now }, PageJsonContext.Default.ClockMessage);
            await SendAsync(answer, AckKind.Aside, cancellationToken).ConfigureAwait(false);
        }

        if (Interlocked.Exchange(ref _refusal, null) is { } refusal)
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(new ErrorMessage("error", refusal), PageJsonContext.Default.ErrorMessage);
            await SendAsync(message, AckKind.Aside, cancellationToken).ConfigureAwait(false);
        }

        if (Allows(AckKind.Text) && news.Parameters is var parameters && parameters.Version != _parameters)
        {
            _parameters = parameters.Version;
            await SendAsync(parameters.Json, AckKind.Text, cancellationToken).ConfigureAwait(false);
        }

        if (Allows(AckKind.Text) && news.Status is var status && status.Version != _status)
        {
            _status = status.Version;
            await SendAsync(status.Json, AckKind.Text, cancellationToken).ConfigureAwait(false);
        }

        if (Volatile.Read(ref _watcher) is not null && Allows(AckKind.Frame) && page.Feed.Latest is { } frame && frame.Version != _frame)
        {
            _frame = frame.Version;
            await SendAsync(frame, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(EncodedFrame frame, CancellationToken cancellationToken)
    {
        if (Window is null)
        {
            Buffer?.Fit(frame.Jpeg.Length);
        }
        else
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(new FrameMessage("frame", frame.Version, frame.Made), PageJsonContext.Default.FrameMessage);
            await SendAsync(message, AckKind.Aside, cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(frame.Jpeg, AckKind.Frame, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, AckKind kind, CancellationToken cancellationToken)
    {
        Window?.Sent(kind);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.SlowestSend);
        var type = kind == AckKind.Frame ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        await socket.SendAsync(message, type, endOfMessage: true, patience.Token).ConfigureAwait(false);
    }

    private bool Allows(AckKind kind) => Window?.Allows(kind) != false;

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        using var rate = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.MessagesPerSecond,
            TokensPerPeriod = Math.Max(1, (int)(options.MessagesPerSecond * SecondPart.TotalSeconds)),
            ReplenishmentPeriod = SecondPart,
            QueueLimit = 1,
        });
        var buffer = new byte[FirstBufferBytes];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += part.Count;
            }
            while (!part.EndOfMessage && length <= PageOptions.MostBodyBytes && part.MessageType == WebSocketMessageType.Text);

            // Binary messages, and those too long, end the socket.
            if (part.MessageType != WebSocketMessageType.Text || length > PageOptions.MostBodyBytes)
            {
                return;
            }

            if (!Act(buffer.AsMemory(0, length)))
            {
                using var lease = await rate.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Whether it was nothing but the receipt of what was sent, which keeps its own rate.
    private bool Act(ReadOnlyMemory<byte> message)
    {
        try
        {
            var request = StrictJson.Parse<SocketRequest>(message, Source);
            var isNew = request.Ack is { } count && Window?.Acknowledge(count) == true;
            if (isNew)
            {
                _own.Beat();
            }

            if (isNew && request.IsReceipt)
            {
                return true;
            }

            Act(request);
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException)
        {
            _refusal = refused.Message;
            _own.Beat();
        }

        return false;
    }

    private void Act(SocketRequest request)
    {
        // Names first, so that a message that is wrong in part does nothing.
        if (request.Action is { } name)
        {
            SessionActions.Of(name);
        }

        if (request.Recall is { } stored)
        {
            page.Presets.Read(stored);
        }

        if (request.Set is { } part)
        {
            page.Remote.Merge(System.Text.Encoding.UTF8.GetBytes(part.GetRawText()), Source);
        }

        if (request.Action is { } action)
        {
            page.Remote.Act(action);
        }

        if (request.Recall is { } preset)
        {
            page.Remote.Recall(preset);
        }

        if (request.Watch is { } watch)
        {
            Watch(watch);
        }

        if (request.Clock is { } clock)
        {
            _asked = new ClockMessage("clock", clock, 0.0);
            _own.Beat();
        }
    }

    private void Watch(bool wanted)
    {
        if (wanted != Volatile.Read(ref _watcher) is not null)
        {
            Interlocked.Exchange(ref _watcher, wanted ? page.Feed.Watch() : null)?.Dispose();
        }
    }

    private async Task CloseAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var patience = new CancellationTokenSource(options.SlowestSend);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
        }
    }
}
