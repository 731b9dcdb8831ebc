using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace FaeRealtime.Native.Distributed;

/// <summary>Short messages beside the exchanges: who is there, and why one has gone. Heard by ranks that wait in an exchange.</summary>
/// <param name="communicator">Its own.</param>
/// <param name="rank">This process.</param>
/// <param name="world">Processes in all.</param>
internal sealed unsafe class RankMessages(nint communicator, int rank, int world)
{
    private const int MaxReasonBytes = 1000;
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(3);

    private readonly nint _byte = MpiLibrary.Predefined("ompi_mpi_byte");
    private readonly Departure?[] _departures = new Departure?[world];
    private readonly bool[] _answered = new bool[world];

    // MPI's tags of the messages.
    private enum Tag
    {
        Ping = 1,
        Pong,
        Left,
        Lost,
    }

    /// <summary>Whether every other rank has left, none of them because it had lost another.</summary>
    public bool AllHaveLeft => Others.All(other => _departures[other] is { Lost: false });

    private IEnumerable<int> Others => Enumerable.Range(0, world).Where(other => other != rank);

    /// <summary>Takes what has come and answers questions.</summary>
    public void Receive()
    {
        MpiNative.Status status;
        var text = stackalloc byte[sizeof(long) + MaxReasonBytes];
        while (MpiNative.MPI_Iprobe(MpiNative.AnySource, MpiNative.AnyTag, communicator, out var found, &status) == 0 && found != 0)
        {
            _ = MpiNative.MPI_Get_count(&status, _byte, out var length);
            _ = MpiNative.MPI_Recv(text, sizeof(long) + MaxReasonBytes, _byte, status.Source, status.Tag, communicator, 0);
            Handle(status.Source, (Tag)status.Tag, new ReadOnlySpan<byte>(text, length));
        }
    }

    /// <summary>Who will not take part in the exchange that this rank is in, as the end of a message; null for nobody who has said so.</summary>
    /// <param name="completed">Exchanges that this rank has completed.</param>
    public string? Gone(long completed)
    {
        // One that left later has done its part of this exchange.
        var gone = Others.Where(other => _departures[other] is { } departure && departure.Completed <= completed).ToList();
        var first = gone.Where(other => !_departures[other]!.Lost).ToList();
        return gone.Count == 0
            ? null
            : string.Join("; ", (first.Count > 0 ? first : gone).Select(other => string.Create(
                CultureInfo.InvariantCulture, $"rank {other} {(_departures[other]!.Lost ? "gave up" : "ended")}: {_departures[other]!.Reason}")));
    }

    /// <summary>Asks all others whether they are there. Those who compute, hang or are dead do not answer.</summary>
    /// <returns>Who is gone, as the end of a message.</returns>
    public string Ping(long completed)
    {
        Array.Clear(_answered);
        foreach (var other in Others)
        {
            Send(other, Tag.Ping, null, 0);
        }

        ReceiveUntil(() => Others.All(other => _answered[other] || _departures[other] is not null), ReplyTimeout);
        var silent = Others.Where(other => !_answered[other] && _departures[other] is null).Select(other => other.ToString(CultureInfo.InvariantCulture)).ToList();
        var told = Gone(completed);
        return silent.Count == 0 ? told ?? "all answer, but the exchange does not end" : $"{(told is null ? "" : $"{told}; ")}no answer from rank {string.Join(", ", silent)}";
    }

    /// <summary>Says why this rank takes part no longer, and waits a moment for the others to do the same.</summary>
    /// <param name="reason">One line.</param>
    /// <param name="completed">Exchanges that this rank has completed.</param>
    public void Leave(string reason, long completed)
    {
        SendToAll(Tag.Left, reason, completed);
        ReceiveUntil(() => Others.All(other => _departures[other] is not null), ReplyTimeout);
    }

    /// <summary>Says that this rank has lost another and takes part no longer.</summary>
    /// <param name="reason">Whom, and why.</param>
    /// <param name="completed">Exchanges that this rank has completed.</param>
    public void GiveUp(string reason, long completed) => SendToAll(Tag.Lost, reason, completed);

    private void SendToAll(Tag tag, string reason, long completed)
    {
        var text = Encoding.UTF8.GetBytes(reason.ReplaceLineEndings(" "));
        var length = sizeof(long) + Math.Min(text.Length, MaxReasonBytes);

        // Never freed: MPI may send it at any later time, and it is the last that this process says.
        var message = (byte*)NativeMemory.Alloc((nuint)length);
        *(long*)message = completed;
        text.AsSpan(0, length - sizeof(long)).CopyTo(new Span<byte>(message + sizeof(long), length - sizeof(long)));
        foreach (var other in Others)
        {
            Send(other, tag, message, length);
        }
    }

    private void Send(int other, Tag tag, byte* message, int length)
    {
        if (MpiNative.MPI_Isend(message, length, _byte, other, (int)tag, communicator, out var request) == 0)
        {
            _ = MpiNative.MPI_Request_free(ref request);
        }
    }

    private void Handle(int source, Tag tag, ReadOnlySpan<byte> message)
    {
        switch (tag)
        {
            case Tag.Ping:
                Send(source, Tag.Pong, null, 0);
                break;
            case Tag.Pong:
                _answered[source] = true;
                break;
            default:
                _departures[source] ??= new Departure(MemoryMarshal.Read<long>(message), Encoding.UTF8.GetString(message[sizeof(long)..]), tag == Tag.Lost);
                break;
        }
    }

    private void ReceiveUntil(Func<bool> enough, TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        for (Receive(); !enough() && Stopwatch.GetElapsedTime(start) < timeout; Receive())
        {
            Thread.Sleep(1);
        }
    }

    private sealed record Departure(long Completed, string Reason, bool Lost);
}
