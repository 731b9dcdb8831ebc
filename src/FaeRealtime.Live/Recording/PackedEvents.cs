using System.IO.Compression;
using System.Text.Json;

namespace FaeRealtime.Live.Recording;

/// <summary>Events in little memory: as compressed JSON, some 30 bytes each where one number moves. Guarded by its owner.</summary>
internal sealed class PackedEvents
{
    private readonly List<byte[]> _parts = [];

    /// <summary>How many bytes they take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds events.</summary>
    public void Add(IReadOnlyList<SessionEvent> events)
    {
        using var part = new MemoryStream();
        using (var packed = new DeflateStream(part, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(packed, events, RecordingJsonContext.Default.IReadOnlyListSessionEvent);
        }

        _parts.Add(part.ToArray());
        Bytes += part.Length;
    }

    /// <summary>All of them, in order.</summary>
    public IEnumerable<SessionEvent> Read()
    {
        foreach (var part in _parts)
        {
            using var packed = new DeflateStream(new MemoryStream(part), CompressionMode.Decompress);
            foreach (var item in JsonSerializer.Deserialize(packed, RecordingJsonContext.Default.IReadOnlyListSessionEvent)!)
            {
                yield return item;
            }
        }
    }
}
