using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using Google.Protobuf;

namespace FaeRealtime.Onnx.Graphs;

/// <summary>Numbers that stand in a graph: a TensorProto, of which the numbers are copied only when it is written.</summary>
/// <param name="head">Its shape, type and name.</param>
/// <param name="data">Its numbers, little-endian.</param>
internal sealed class OnnxTensor(byte[] head, byte[] data)
{
    // Fields of TensorProto.
    private const int DimensionsField = 1, TypeField = 2, NameField = 8, RawField = 9;

    /// <summary>Bytes of the message.</summary>
    public long Length => head.Length + ProtoMessage.Size(RawField, data.Length);

    /// <summary>A tensor of float32.</summary>
    public static OnnxTensor Of(string name, ReadOnlySpan<float> values, IReadOnlyList<long> shape) => Of(name, ElementType.Float32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>A tensor of 64-bit integers, of one axis.</summary>
    public static OnnxTensor Of(string name, ReadOnlySpan<long> values) => Of(name, ElementType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>A tensor of float16.</summary>
    /// <exception cref="CheckpointException">A number is beyond float16.</exception>
    public static OnnxTensor OfHalves(string name, ReadOnlySpan<float> values, IReadOnlyList<long> shape)
    {
        var halves = new Half[values.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (!Half.IsFinite(halves[i]))
            {
                throw new CheckpointException($"'{name}' holds {values[i]}, which float16 cannot. Store its matrices as float32.");
            }
        }

        return Of(name, ElementType.Float16, MemoryMarshal.AsBytes(halves.AsSpan()), shape);
    }

    /// <summary>Writes the message without tag and length.</summary>
    /// <param name="stream">Writes to <paramref name="target"/>. Borrowed.</param>
    /// <param name="target">Where to. Borrowed.</param>
    public void Write(CodedOutputStream stream, Stream target)
    {
        stream.Flush();
        target.Write(head);
        stream.Bytes(RawField, data);
    }

    private static OnnxTensor Of(string name, ElementType type, ReadOnlySpan<byte> data, IReadOnlyList<long> shape) => new(
        ProtoMessage.Of(message =>
        {
            foreach (var size in shape)
            {
                message.Number(DimensionsField, size);
            }

            message.Number(TypeField, (long)type);
            message.Text(NameField, name);
        }),
        data.ToArray());
}
