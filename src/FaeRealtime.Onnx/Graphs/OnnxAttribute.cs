using System.Text;
using Google.Protobuf;

namespace FaeRealtime.Onnx.Graphs;

/// <summary>A setting of a node: an AttributeProto.</summary>
/// <param name="Name">The operator's name for it.</param>
/// <param name="Message">The whole message.</param>
internal sealed record OnnxAttribute(string Name, byte[] Message)
{
    // Fields and types of AttributeProto.
    private const int NameField = 1, FloatField = 2, IntField = 3, StringField = 4, IntsField = 8, TypeField = 20;
    private const int FloatType = 1, IntType = 2, StringType = 3, IntsType = 7;

    /// <summary>A number.</summary>
    public static OnnxAttribute Of(string name, long value) => Of(name, IntType, message => message.Number(IntField, value));

    /// <summary>A fraction.</summary>
    public static OnnxAttribute Of(string name, float value) => Of(name, FloatType, message => message.Fraction(FloatField, value));

    /// <summary>A word.</summary>
    public static OnnxAttribute Of(string name, string value) => Of(name, StringType, message => message.Bytes(StringField, Encoding.UTF8.GetBytes(value)));

    /// <summary>Numbers.</summary>
    public static OnnxAttribute Of(string name, params long[] values) => Of(name, IntsType, message => Array.ForEach(values, value => message.Number(IntsField, value)));

    private static OnnxAttribute Of(string name, int type, Action<CodedOutputStream> write) => new(name, ProtoMessage.Of(message =>
    {
        message.Text(NameField, name);
        write(message);
        message.Number(TypeField, type);
    }));
}
