using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FaeRealtime.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Remote.Osc;

/// <summary>Receives OSC over UDP and changes a session. What is wrong is counted and changes nothing.</summary>
public sealed partial class OscServer : IAsyncDisposable
{
    private const int LargestPacket = 1 << 16;
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(1);

    private readonly OscDispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stopping = new();
    private readonly OscSchedule _schedule;
    private readonly OscFigures _figures;
    private Task _receiving = Task.CompletedTask;
    private Task _reporting = Task.CompletedTask;
    private long _packets;
    private long _refused;
    private long _told;
    private volatile string? _refusal;

    private OscServer(OscDispatcher dispatcher, Socket socket, OscSchedule schedule, OscFigures figures, ILogger logger, TimeProvider clock)
    {
        (_dispatcher, _logger, _clock) = (dispatcher, logger, clock);
        (_socket, _schedule, _figures) = (socket, schedule, figures);
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="dispatcher">Carries out what is received. Borrowed.</param>
    /// <param name="at">Where; port 0 takes a free one.</param>
    /// <param name="logger">One line a second at most. Borrowed.</param>
    /// <param name="clock">For reports, and for the times of bundles.</param>
    /// <exception cref="ConfigException">The port is taken, or the address is not this machine's.</exception>
    internal static OscServer Start(OscDispatcher dispatcher, IPEndPoint at, ILogger logger, TimeProvider clock)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(at);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ConfigException($"OSC cannot be received at {at}: {failure.Message}. Give another port.", failure);
        }

        var server = new OscServer(dispatcher, socket, OscSchedule.Create(clock), OscFigures.Start(dispatcher.Remote.Session.Session, socket, clock), logger, clock);
        (server._receiving, server._reporting) = (server.ReceiveAsync(), server.ReportAsync());
        return server;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Packets that came and have been acted on.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>How many of them were refused, when they came or when their time had come.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Messages that wait for their time.</summary>
    public int Waiting => _schedule.Waiting;

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        await _reporting.ConfigureAwait(false);
        await _schedule.DisposeAsync().ConfigureAwait(false);
        await _figures.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LargestPacket, pinned: true);
        var any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, any, _stopping.Token).ConfigureAwait(false);
                Take(buffer.AsSpan(0, received.ReceivedBytes), (IPEndPoint)received.RemoteEndPoint);
            }
            catch (SocketException)
            {
                // A subscriber went away: the system says so at the next receive, and it means nothing here.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Take(ReadOnlySpan<byte> packet, IPEndPoint sender)
    {
        try
        {
            Act(Ours(OscReader.Read(packet)), sender);
        }
        catch (InvalidDataException malformed)
        {
            Refuse($"a packet of {packet.Length} bytes: {malformed.Message}");
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException)
        {
            Refuse(refused.Message);
        }
        finally
        {
            Interlocked.Increment(ref _packets);
        }
    }

    // A packet of others' messages alone was sent to the wrong port: it is refused as one of ours with a misspelt address is.
    private List<OscBundle> Ours(IReadOnlyList<OscBundle> bundles)
    {
        var ours = bundles.Select(bundle => bundle with { Messages = _dispatcher.Ours(bundle.Messages) }).Where(bundle => bundle.Messages.Count > 0).ToList();
        if (ours.Count == 0 && bundles.SelectMany(bundle => bundle.Messages).FirstOrDefault() is { } other)
        {
            OscTable.Require(other.Address);
        }

        return ours;
    }

    // What is due acts together, and only where the rest may wait, too.
    private void Act(IReadOnlyList<OscBundle> bundles, IPEndPoint sender)
    {
        var now = OscTime.Of(_clock.GetUtcNow());
        var later = bundles.Where(bundle => Delay(bundle, now) > TimeSpan.Zero).ToList();
        if (later.Find(bundle => Delay(bundle, now) > OscSchedule.Horizon) is { } far)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"A bundle's time lies {Delay(far, now).TotalSeconds:0.0} s ahead; send it at most {OscSchedule.Horizon.TotalSeconds:0} s before, by a clock that agrees with this machine's."));
        }

        if (!_schedule.HasRoom(later.Sum(bundle => bundle.Messages.Count)))
        {
            throw new ConfigException($"{_schedule.Waiting} OSC messages wait for their time; {OscSchedule.MostMessages} may. Send bundles later.");
        }

        var due = bundles.Except(later).SelectMany(bundle => bundle.Messages).ToList();
        if (due.Count > 0)
        {
            Act(due, sender);
        }

        foreach (var bundle in later)
        {
            _schedule.Add(Delay(bundle, now), bundle.Messages.Count, () => ActLater(bundle.Messages, sender));
        }
    }

    private static TimeSpan Delay(OscBundle bundle, OscTime now) => bundle.Time.IsAtOnce ? TimeSpan.Zero : bundle.Time.After(now);

    private void ActLater(IReadOnlyList<OscMessage> messages, IPEndPoint sender)
    {
        try
        {
            Act(messages, sender);
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException)
        {
            Refuse(refused.Message);
        }
    }

    private void Act(IReadOnlyList<OscMessage> messages, IPEndPoint sender) =>
        _dispatcher.Act(messages, message => message.Address == OscTable.Subscribe ? Subscription(message, sender) : null);

    private Action Subscription(OscMessage message, IPEndPoint sender)
    {
        var port = message.Arguments is [] or [{ Kind: OscKind.Press }] ? sender.Port : OscValues.Number(message);
        if (port != Math.Floor(port) || port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new ConfigException($"{OscTable.Subscribe} is {message.Arguments[0]}; give a port, 0 to end it, or nothing.");
        }

        return () => _figures.Subscriber = port == 0 ? null : new IPEndPoint(sender.Address, (int)port);
    }

    private void Refuse(string reason)
    {
        Interlocked.Increment(ref _refused);
        _refusal = reason;
    }

    private async Task ReportAsync()
    {
        using var timer = new PeriodicTimer(ReportPeriod, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                if (Interlocked.Exchange(ref _refusal, null) is { } refusal)
                {
                    var total = Refused;
                    LogRefusal(_logger, Shortened.Line(refusal), total - _told, total);
                    _told = total;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "OSC refused: {Reason} ({Count} packets since the last line, {Total} in all)")]
    private static partial void LogRefusal(ILogger logger, string reason, long count, long total);
}
