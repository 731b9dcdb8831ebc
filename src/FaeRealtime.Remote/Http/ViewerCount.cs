using System.Globalization;

namespace FaeRealtime.Remote.Http;

/// <summary>Counts who watches through a connection that stays open, by socket or as motion JPEG: each costs its share of every frame.</summary>
/// <param name="most">As many at once.</param>
internal sealed class ViewerCount(int most)
{
    private int _open;

    /// <summary>Why nobody else is let in, and what to do.</summary>
    public string Full => string.Create(CultureInfo.InvariantCulture, $"{most} browsers are connected already. Close one.");

    /// <summary>Takes a place.</summary>
    /// <returns>Frees it when disposed; null where all are taken.</returns>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref _open) <= most)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _open);
        return null;
    }

    private sealed class Place(ViewerCount count) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref count._open);
    }
}
