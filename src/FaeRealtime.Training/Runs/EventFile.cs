using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using FaeRealtime.Training.Recipes;
using Google.Protobuf;
using Tensorboard;

namespace FaeRealtime.Training.Runs;

/// <summary>Appends scalars and images to a TensorBoard event file: a sequence of TFRecords of tensorflow.Event messages, whose classes TorchSharp brings. One file a process.</summary>
/// <remarks>
/// A record is its length, the masked CRC-32C of the length, the message, the masked CRC-32C of the message (tensorflow/core/lib/io/record_writer.h). A file begins with its version and,
/// in a resumed run, with a session start, which tells TensorBoard to drop the later steps of earlier files.
/// </remarks>
internal sealed class EventFile(string folder, TimeProvider clock)
{
    private const string Version = "brain.Event:2";
    private const uint MaskDelta = 0xa282ead8;

    private string? _path;

    /// <summary>Appends numbers of a step, tagged <c>stage/name</c>.</summary>
    public void Scalars(StageKind stage, int step, IEnumerable<(string Name, double Value)> values) =>
        Append(step, values.Select(value => new Summary.Types.Value { Tag = $"{RunFolder.Name(stage)}/{value.Name}", SimpleValue = (float)value.Value }));

    /// <summary>Appends a PNG of a step.</summary>
    /// <param name="stage">Whose.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="png">The file's bytes; width and height are taken from its header.</param>
    public void Image(StageKind stage, int step, byte[] png)
    {
        const int Width = 16, Height = 20, Rgb = 3;
        var image = new Summary.Types.Image
        {
            Width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(Width)),
            Height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(Height)),
            Colorspace = Rgb,
            EncodedImageString = ByteString.CopyFrom(png),
        };
        Append(step, [new Summary.Types.Value { Tag = $"{RunFolder.Name(stage)}/sheet", Image = image }]);
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

    private void Append(int step, IEnumerable<Summary.Types.Value> values)
    {
        if (_path is null)
        {
            Directory.CreateDirectory(folder);
            _path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}"));
            Write(new Event { FileVersion = Version });
            Write(new Event { Step = step, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
        }

        Write(new Event { Step = step, Summary = new Summary { Value = { values } } });
    }

    private void Write(Event message)
    {
        message.WallTime = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var data = message.ToByteArray();
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedChecksum(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record, sizeof(ulong) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), MaskedChecksum(data));
        using var file = new FileStream(_path!, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(record);
    }
}
