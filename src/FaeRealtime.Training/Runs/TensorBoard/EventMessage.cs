using Google.Protobuf;

namespace FaeRealtime.Training.Runs.TensorBoard;

/// <summary>A protocol-buffers message, written field by field: the few of tensorflow.Event that are used need no generated classes.</summary>
internal sealed class EventMessage
{
    private byte[] content = [];

    public EventMessage Double(int field, double value) => Write(field, WireFormat.WireType.Fixed64, output => output.WriteDouble(value));

    public EventMessage Float(int field, float value) => Write(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    public EventMessage Whole(int field, long value) => Write(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public EventMessage Text(int field, string value) => Write(field, WireFormat.WireType.LengthDelimited, output => output.WriteString(value));

    public EventMessage Bytes(int field, byte[] value) => Write(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value)));

    public EventMessage Message(int field, EventMessage value) => Bytes(field, value.ToArray());

    /// <summary>A message within this one.</summary>
    public EventMessage Message(int field, Action<EventMessage> fill)
    {
        var inner = new EventMessage();
        fill(inner);
        return Message(field, inner);
    }

    public byte[] ToArray() => content;

    private EventMessage Write(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            output.WriteTag(field, type);
            write(output);
        }

        content = [.. content, .. memory.ToArray()];
        return this;
    }
}
