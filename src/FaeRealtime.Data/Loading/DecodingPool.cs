using System.Collections.Concurrent;
using System.Diagnostics;

namespace FaeRealtime.Data.Loading;

/// <summary>Decodes images on worker threads, ahead of their use, and keeps as many as it may. A set that fits is thereby decoded once.</summary>
/// <remarks>One thread asks. It decodes what nobody has begun yet rather than waiting in a queue, so that no number of workers can block it.</remarks>
internal sealed class DecodingPool : IDisposable
{
    private readonly Func<int, DecodedImage> _decode;
    private readonly int _capacity;
    private readonly Dictionary<int, DecodeSlot> _slots = [];
    private readonly LinkedList<DecodeSlot> _used = [];
    private readonly BlockingCollection<DecodeSlot> _queue = [];
    private readonly Thread[] _workers;
    private volatile bool _stopping;
    private long _decoded;
    private long _waited;

    private DecodingPool(Func<int, DecodedImage> decode, int capacity, int workers)
    {
        (_decode, _capacity) = (decode, capacity);
        _workers = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"fae decode {i}" })];
    }

    /// <summary>Starts the workers.</summary>
    /// <param name="decode">Decodes the image of an index, on any thread.</param>
    /// <param name="capacity">Images kept at most, 1 or more; a single request may exceed it for as long as it lasts.</param>
    /// <param name="workers">Threads, 0 or more.</param>
    public static DecodingPool Start(Func<int, DecodedImage> decode, int capacity, int workers)
    {
        var pool = new DecodingPool(decode, capacity, workers);
        Array.ForEach(pool._workers, worker => worker.Start());
        return pool;
    }

    /// <summary>Images decoded so far.</summary>
    public long Decoded => Interlocked.Read(ref _decoded);

    /// <summary>How long <see cref="Take"/> has kept its callers, in all.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(0, _waited);

    /// <summary>Tells what will be asked for. What finds no room is left out, and decoded when it is asked for.</summary>
    public void Announce(ReadOnlySpan<int> indices)
    {
        foreach (var index in indices)
        {
            if (_slots.TryGetValue(index, out var known))
            {
                Keep(known);
            }
            else if (HasRoom())
            {
                _queue.Add(Add(index));
            }
        }
    }

    /// <summary>An image, now.</summary>
    public DecodedImage Take(int index)
    {
        var slot = _slots.TryGetValue(index, out var known) ? known : Add(index);
        if (!slot.IsFinished)
        {
            var start = Stopwatch.GetTimestamp();
            Run(slot);
            slot.Wait();
            _waited += Stopwatch.GetTimestamp() - start;
        }

        Keep(slot);
        slot.Used = _used.AddLast(slot);
        while (_slots.Count > _capacity && _used.Count > 1)
        {
            Drop(_used.First!.Value);
        }

        return slot.Wait();
    }

    public void Dispose()
    {
        _stopping = true;
        _queue.CompleteAdding();
        Array.ForEach(_workers, worker => worker.Join());
        _queue.Dispose();
    }

    private DecodeSlot Add(int index)
    {
        var slot = new DecodeSlot(index);
        _slots.Add(index, slot);
        return slot;
    }

    private bool HasRoom()
    {
        if (_slots.Count >= _capacity && _used.First is { } oldest)
        {
            Drop(oldest.Value);
        }

        return _slots.Count < _capacity;
    }

    private void Drop(DecodeSlot slot)
    {
        Keep(slot);
        _slots.Remove(slot.Index);
    }

    // Out of the list of those that may go.
    private void Keep(DecodeSlot slot)
    {
        if (slot.Used is { } place)
        {
            _used.Remove(place);
            slot.Used = null;
        }
    }

    private void Run(DecodeSlot slot)
    {
        if (slot.TryRun(_decode))
        {
            Interlocked.Increment(ref _decoded);
        }
    }

    private void Work()
    {
        foreach (var slot in _queue.GetConsumingEnumerable())
        {
            if (_stopping)
            {
                return;
            }

            Run(slot);
        }
    }
}
