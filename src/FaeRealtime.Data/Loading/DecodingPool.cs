using System.Collections.Concurrent;
using System.Diagnostics;

namespace FaeRealtime.Data.Loading;

/// <summary>Decodes images on worker threads, ahead of their use, and keeps as many as it may. A set that fits is thereby decoded once.</summary>
/// <remarks>One thread asks. It decodes what nobody has begun yet rather than waiting in a queue, so that no number of workers can block it.</remarks>
internal sealed class DecodingPool : IDisposable
{
    private readonly Func<int, DecodedImage> decode;
    private readonly int capacity;
    private readonly Dictionary<int, DecodeSlot> slots = [];
    private readonly LinkedList<DecodeSlot> used = [];
    private readonly BlockingCollection<DecodeSlot> queue = [];
    private readonly Thread[] workers;
    private volatile bool stopping;
    private long decoded;
    private long waited;

    /// <summary>Starts the workers.</summary>
    /// <param name="decode">Decodes the image of an index, on any thread.</param>
    /// <param name="capacity">Images kept at most, 1 or more; a single request may exceed it for as long as it lasts.</param>
    /// <param name="workers">Threads, 0 or more.</param>
    public DecodingPool(Func<int, DecodedImage> decode, int capacity, int workers)
    {
        this.decode = decode;
        this.capacity = capacity;
        this.workers = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"fae decode {i}" })];
        Array.ForEach(this.workers, worker => worker.Start());
    }

    /// <summary>Images decoded so far.</summary>
    public long Decoded => Interlocked.Read(ref decoded);

    /// <summary>How long <see cref="Take"/> has kept its callers, in all.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(0, waited);

    /// <summary>Tells what will be asked for. What finds no room is left out, and decoded when it is asked for.</summary>
    public void Announce(ReadOnlySpan<int> indices)
    {
        foreach (var index in indices)
        {
            if (slots.TryGetValue(index, out var known))
            {
                Keep(known);
            }
            else if (HasRoom())
            {
                queue.Add(Add(index));
            }
        }
    }

    /// <summary>An image, now.</summary>
    public DecodedImage Take(int index)
    {
        var slot = slots.TryGetValue(index, out var known) ? known : Add(index);
        if (!slot.IsFinished)
        {
            var start = Stopwatch.GetTimestamp();
            Run(slot);
            slot.Wait();
            waited += Stopwatch.GetTimestamp() - start;
        }

        Keep(slot);
        slot.Used = used.AddLast(slot);
        while (slots.Count > capacity && used.Count > 1)
        {
            Drop(used.First!.Value);
        }

        return slot.Wait();
    }

    public void Dispose()
    {
        stopping = true;
        queue.CompleteAdding();
        Array.ForEach(workers, worker => worker.Join());
        queue.Dispose();
    }

    private DecodeSlot Add(int index)
    {
        var slot = new DecodeSlot(index);
        slots.Add(index, slot);
        return slot;
    }

    private bool HasRoom()
    {
        if (slots.Count >= capacity && used.First is { } oldest)
        {
            Drop(oldest.Value);
        }

        return slots.Count < capacity;
    }

    private void Drop(DecodeSlot slot)
    {
        Keep(slot);
        slots.Remove(slot.Index);
    }

    // Out of the list of those that may go.
    private void Keep(DecodeSlot slot)
    {
        if (slot.Used is { } place)
        {
            used.Remove(place);
            slot.Used = null;
        }
    }

    private void Run(DecodeSlot slot)
    {
        if (slot.TryRun(decode))
        {
            Interlocked.Increment(ref decoded);
        }
    }

    private void Work()
    {
        foreach (var slot in queue.GetConsumingEnumerable())
        {
            if (stopping)
            {
                return;
            }

            Run(slot);
        }
    }
}
