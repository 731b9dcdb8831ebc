using System.Diagnostics;
using System.Globalization;
using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Distributed;

/// <summary>Who is there: at the start, and after a failed exchange, when those that ended may have left a note.</summary>
internal sealed unsafe class RollCall(StoreHandle store, int rank, int world)
{
    private const string Present = "present";
    private const string Start = "start";
    private const string End = "end";
    private const int LongestNote = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Waits until every rank has come.</summary>
    /// <exception cref="NativeException">Some have not; the message names them.</exception>
    public void Gather(TimeSpan timeout)
    {
        C10dNative.Check(C10dNative.fae_c10d_store_set(store, Key(Start, rank), Present));
        var deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        var absent = Enumerable.Range(0, world).Where(other => Read(Start, other, Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline)) is null).ToArray();
        if (absent.Length > 0)
        {
            throw new NativeException($"rank {Names(absent)} did not come.");
        }
    }

    /// <summary>Leaves a note that others read instead of an answer. Where the meeting point is gone, nobody reads it.</summary>
    public void Leave(string reason) => TryWrite(reason);

    /// <summary>Answers, then reads the answers of the others.</summary>
    /// <returns>Who is gone, as the beginning of a message.</returns>
    public string Describe()
    {
        var me = string.Create(CultureInfo.InvariantCulture, $"Rank {rank} of {world} lost the others:");
        if (!TryWrite(Present))
        {
            return $"{me} the meeting point does not answer, rank 0 is gone";
        }

        var silent = new List<int>();
        var notes = new List<string>();
        foreach (var other in Enumerable.Range(0, world).Where(other => other != rank))
        {
            var answer = Read(End, other, Patience);
            if (answer is null)
            {
                silent.Add(other);
            }
            else if (answer != Present)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"rank {other} ended: {answer}"));
            }
        }

        if (silent.Count > 0)
        {
            notes.Add($"no answer from rank {Names(silent)}");
        }

        return notes.Count > 0 ? $"{me} {string.Join("; ", notes)}" : $"{me} a connection broke, though all answer";
    }

    private static string Key(string moment, int of) => string.Create(CultureInfo.InvariantCulture, $"{moment}/{of}");

    private static string Names(IEnumerable<int> ranks) => string.Join(", ", ranks.Select(one => one.ToString(CultureInfo.InvariantCulture)));

    private bool TryWrite(string note)
    {
        try
        {
            C10dNative.Check(C10dNative.fae_c10d_store_set(store, Key(End, rank), note));
            return true;
        }
        catch (NativeException)
        {
            return false;
        }
    }

    // Null where nothing comes in time.
    private string? Read(string moment, int of, TimeSpan patience)
    {
        Span<byte> note = stackalloc byte[LongestNote];
        fixed (byte* buffer = note)
        {
            try
            {
                C10dNative.Check(C10dNative.fae_c10d_store_get(store, Key(moment, of), (long)patience.TotalMilliseconds, buffer, note.Length, out var length));
                return Encoding.UTF8.GetString(note[..length]);
            }
            catch (NativeException)
            {
                return null;
            }
        }
    }
}
