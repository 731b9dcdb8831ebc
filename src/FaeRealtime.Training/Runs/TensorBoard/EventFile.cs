using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs.TensorBoard;

/// <summary>Appends scalars and pictures to a TensorBoard event file: a sequence of TFRecords of tensorflow.Event messages. One file a process.</summary>
/// <remarks>
/// A record is its length, the masked CRC-32C of the length, the message, the masked CRC-32C of the message (tensorflow/core/lib/io/record_writer.h). A file begins with its version and,
/// in a resumed run, with a session start, which tells TensorBoard to drop the later steps of earlier files.
/// </remarks>
internal sealed class EventFile(string folder, TimeProvider clock)
{
    private const string Version = "brain.Event:2";
    private const uint MaskDelta = 0xa282ead8;

    private string? path;

    /// <summary>Appends numbers of a step, tagged <c>stage/name</c>.</summary>
    public void Scalars(StageKind stage, int step, IEnumerable<(string Name, double Value)> values)
    {
        var summary = new EventMessage();
        foreach (var (name, value) in values)
        {
            summary.Message(1, one => one.Text(1, $"{RunFolder.Name(stage)}/{name}").Float(2, (float)value));
        }

        Append(step, Event(step).Message(5, summary));
    }

    /// <summary>Appends a PNG of a step.</summary>
    /// <param name="stage">Whose.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="png">The file's bytes; width and height are taken from its header.</param>
    public void Picture(StageKind stage, int step, byte[] png)
    {
        const int Width = 16, Height = 20, Rgb = 3;
        var image = new EventMessage()
            .Whole(1, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(Height)))
            .Whole(2, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(Width)))
            .Whole(3, Rgb)
            .Bytes(4, png);
        Append(step, Event(step).Message(5, summary => summary.Message(1, one => one.Text(1, $"{RunFolder.Name(stage)}/sheet").Message(4, image))));
    }

    /// <summary>The masked checksum of a record's part.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private EventMessage Event(int step) => new EventMessage().Double(1, clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0).Whole(2, step);

    private void Append(int step, EventMessage message)
    {
        if (path is null)
        {
            Directory.CreateDirectory(folder);
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}"));
            Write(new EventMessage().Double(1, clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0).Text(3, Version));
            Write(Event(step).Message(7, session => session.Whole(1, 1)));
        }

        Write(message);
    }

    private void Write(EventMessage message)
    {
        var data = message.ToArray();
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedChecksum(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record, sizeof(ulong) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), MaskedChecksum(data));
        using var file = new FileStream(path!, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(record);
    }
}
