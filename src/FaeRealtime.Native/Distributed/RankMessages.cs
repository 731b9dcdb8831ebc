using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace FaeRealtime.Native.Distributed;

/// <summary>Short messages beside the exchanges: who is there, and why one has gone. Heard by whoever waits in an exchange.</summary>
/// <param name="communicator">Its own.</param>
/// <param name="rank">This process.</param>
/// <param name="world">Processes in all.</param>
internal sealed unsafe class RankWords(nint communicator, int rank, int world)
{
    private const int LongestReason = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly nint _byte = MpiLibrary.Predefined("ompi_mpi_byte");
    private readonly Farewell?[] _farewells = new Farewell?[world];
    private readonly bool[] _present = new bool[world];

    // The tags of MPI's messages.
    private enum Word
    {
        Question = 1,
        Present,
        Left,
        Lost,
    }

    /// <summary>Whether every other rank has left, none of them because it had lost another.</summary>
    public bool AllHaveLeft => Others.All(other => _farewells[other] is { Lost: false });

    private IEnumerable<int> Others => Enumerable.Range(0, world).Where(other => other != rank);

    /// <summary>Takes what has come and answers questions.</summary>
    public void Listen()
    {
        MpiNative.Status status;
        var text = stackalloc byte[sizeof(long) + LongestReason];
        while (MpiNative.MPI_Iprobe(MpiNative.AnySource, MpiNative.AnyTag, communicator, out var found, &status) == 0 && found != 0)
        {
            _ = MpiNative.MPI_Get_count(&status, _byte, out var length);
            _ = MpiNative.MPI_Recv(text, sizeof(long) + LongestReason, _byte, status.Source, status.Tag, communicator, 0);
            Take(status.Source, (Word)status.Tag, new ReadOnlySpan<byte>(text, length));
        }
    }

    /// <summary>Who will not take part in the exchange that this rank is in, as the end of a message; null for nobody who has said so.</summary>
    /// <param name="completed">Exchanges that this rank has completed.</param>
    public string? Gone(long completed)
    {
        // One that left later has done its part of this exchange.
        var gone = Others.Where(other => _farewells[other] is { } farewell && farewell.Completed <= completed).ToList();
        var first = gone.Where(other => !_farewells[other]!.Lost).ToList();
        return gone.Count == 0
            ? null
            : string.Join("; ", (first.Count > 0 ? first : gone).Select(other => string.Create(
                CultureInfo.InvariantCulture, $"rank {other} {(_farewells[other]!.Lost ? "gave up" : "ended")}: {_farewells[other]!.Reason}")));
    }

    /// <summary>Asks all others whether they are there. Those who compute, hang or are dead do not answer.</summary>
    /// <returns>Who is gone, as the end of a message.</returns>
    public string Call(long completed)
    {
        Array.Clear(_present);
        foreach (var other in Others)
        {
            Send(other, Word.Question, null, 0);
        }

        ListenUntil(() => Others.All(other => _present[other] || _farewells[other] is not null), Patience);
        var silent = Others.Where(other => !_present[other] && _farewells[other] is null).Select(other => other.ToString(CultureInfo.InvariantCulture)).ToList();
        var told = Gone(completed);
        return silent.Count == 0 ? told ?? "all answer, but the exchange does not end" : $"{(told is null ? "" : $"{told}; ")}no answer from rank {string.Join(", ", silent)}";
    }

    /// <summary>Says why this rank takes part no longer, and waits a moment for the others to do the same.</summary>
    /// <param name="reason">One line.</param>
    /// <param name="completed">Exchanges that this rank has completed.</param>
    public void Leave(string reason, long completed)
    {
        Say(Word.Left, reason, completed);
        ListenUntil(() => Others.All(other => _farewells[other] is not null), Patience);
    }

    /// <summary>Says that this rank has lost another and takes part no longer.</summary>
    /// <param name="reason">Whom, and why.</param>
    /// <param name="completed">Exchanges that this rank has completed.</param>
    public void GiveUp(string reason, long completed) => Say(Word.Lost, reason, completed);

    private void Say(Word word, string reason, long completed)
    {
        var text = Encoding.UTF8.GetBytes(reason.ReplaceLineEndings(" "));
        var length = sizeof(long) + Math.Min(text.Length, LongestReason);

        // Never freed: MPI may send it at any later time, and it is the last that this process says.
        var message = (byte*)NativeMemory.Alloc((nuint)length);
        *(long*)message = completed;
        text.AsSpan(0, length - sizeof(long)).CopyTo(new Span<byte>(message + sizeof(long), length - sizeof(long)));
        foreach (var other in Others)
        {
            Send(other, word, message, length);
        }
    }

    private void Send(int other, Word word, byte* message, int length)
    {
        if (MpiNative.MPI_Isend(message, length, _byte, other, (int)word, communicator, out var request) == 0)
        {
            _ = MpiNative.MPI_Request_free(ref request);
        }
    }

    private void Take(int source, Word word, ReadOnlySpan<byte> message)
    {
        switch (word)
        {
            case Word.Question:
                Send(source, Word.Present, null, 0);
                break;
            case Word.Present:
                _present[source] = true;
                break;
            default:
                _farewells[source] ??= new Farewell(MemoryMarshal.Read<long>(message), Encoding.UTF8.GetString(message[sizeof(long)..]), word == Word.Lost);
                break;
        }
    }

    private void ListenUntil(Func<bool> enough, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        for (Listen(); !enough() && Stopwatch.GetElapsedTime(start) < patience; Listen())
        {
            Thread.Sleep(1);
        }
    }

    private sealed record Farewell(long Completed, string Reason, bool Lost);
}
