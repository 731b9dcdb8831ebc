using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.RateLimiting;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Control;

namespace FaeRealtime.Remote.Http;

/// <summary>One browser's socket: one loop sends what is new, one acts on what comes.</summary>
/// <remarks>Nothing is queued: while a slow browser takes a frame, later ones pass it by, and one that takes longer than <see cref="PageOptions.SlowestSend"/> is dropped.</remarks>
internal sealed class LiveSocket(WebSocket socket, PageContext page, SessionNews news, PageOptions options)
{
    private const string Source = "The message";
    private const int FirstBufferBytes = 4096;
    private static readonly TimeSpan SecondPart = TimeSpan.FromMilliseconds(50);

    private readonly Pulse _pulse = page.Pulse;
    private IDisposable? _watcher;
    private volatile string? _refusal;
    private long _frame;
    private long _parameters;
    private long _status;

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
        while (socket.State == WebSocketState.Open)
        {
            var next = _pulse.Next;
            await SendNewAsync(cancellationToken).ConfigureAwait(false);
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendNewAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _refusal, null) is { } refusal)
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(new ErrorMessage("error", refusal), PageJsonContext.Default.ErrorMessage);
            await SendAsync(message, WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
        }

        if (news.Parameters is var parameters && parameters.Version != _parameters)
        {
            _parameters = parameters.Version;
            await SendAsync(parameters.Json, WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
        }

        if (news.Status is var status && status.Version != _status)
        {
            _status = status.Version;
            await SendAsync(status.Json, WebSocketMessageType.Text, cancellationToken).ConfigureAwait(false);
        }

        if (Volatile.Read(ref _watcher) is not null && page.Feed.Latest is { } frame && frame.Version != _frame)
        {
            _frame = frame.Version;
            await SendAsync(frame.Jpeg, WebSocketMessageType.Binary, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.SlowestSend);
        await socket.SendAsync(message, type, endOfMessage: true, patience.Token).ConfigureAwait(false);
    }

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

            using var lease = await rate.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            Act(buffer.AsMemory(0, length));
        }
    }

    private void Act(ReadOnlyMemory<byte> message)
    {
        try
        {
            Act(StrictJson.Parse(message, Source, PageJsonContext.Default.SocketRequest));
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException)
        {
            _refusal = refused.Message;
            _pulse.Beat();
        }
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
