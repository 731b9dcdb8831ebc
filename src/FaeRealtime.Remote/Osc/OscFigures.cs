using System.Net;
using System.Net.Sockets;

namespace FaeRealtime.Remote.Osc;

/// <summary>What goes out by OSC to the one who asked for it: how fast the session is, once a second, and when a loop passes its start.</summary>
internal sealed class OscFigures : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly LatentSession _session;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turns = new(0);
    private Task _measuring = Task.CompletedTask;
    private Task _counting = Task.CompletedTask;
    private volatile IPEndPoint? _subscriber;

    private OscFigures(LatentSession session, Socket socket) => (_session, _socket) = (session, socket);

    /// <summary>Starts to measure and to count.</summary>
    /// <param name="session">Borrowed.</param>
    /// <param name="socket">Sends. Borrowed.</param>
    /// <param name="clock">For the period.</param>
    public static OscFigures Start(LatentSession session, Socket socket, TimeProvider clock)
    {
        var figures = new OscFigures(session, socket);
        session.LoopPassed += figures.OnLoopPassed;
        (figures._measuring, figures._counting) = (figures.MeasureAsync(clock), figures.CountAsync());
        return figures;
    }

    /// <summary>Who asked; null for nobody. One that cannot be reached is forgotten.</summary>
    public IPEndPoint? Subscriber
    {
        get => _subscriber;
        set => _subscriber = value;
    }

    public async ValueTask DisposeAsync()
    {
        _session.LoopPassed -= OnLoopPassed;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _measuring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _turns.Dispose();
    }

    // On the presenting thread, which must not wait.
    private void OnLoopPassed(object? sender, EventArgs e)
    {
        if (_subscriber is not null)
        {
            _turns.Release();
        }
    }

    private async Task MeasureAsync(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
        {
            if (_subscriber is { } subscriber)
            {
                var measured = _session.ReadStatistics();
                await SendAsync(subscriber, OscWriter.Message("/fae/out/fps", (float)measured.PresentedFps)).ConfigureAwait(false);
                await SendAsync(subscriber, OscWriter.Message("/fae/out/latency", (float)measured.Latency.P50)).ConfigureAwait(false);
            }
        }
    }

    private async Task CountAsync()
    {
        while (true)
        {
            await _turns.WaitAsync(_stopping.Token).ConfigureAwait(false);
            if (_subscriber is { } subscriber)
            {
                await SendAsync(subscriber, OscWriter.Message("/fae/out/loop", 1)).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(IPEndPoint subscriber, byte[] packet)
    {
        try
        {
            await _socket.SendToAsync(packet, SocketFlags.None, subscriber, _stopping.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            _subscriber = null;
        }
    }
}
