using System.Runtime.InteropServices;
using Google.Protobuf;

namespace FaeRealtime.Benchmarks.Onnx;

/// <summary>An ONNX model built node by node. Values are named strings, float32 unless said otherwise; the graph is straight-line code.</summary>
/// <remarks>Field numbers are those of onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, ValueInfoProto), opset 17 and ONNX Runtime's own com.microsoft 1.</remarks>
internal sealed class OnnxGraph
{
    private const int Float32 = 1, Int64 = 7; // TensorProto.DataType
    private const int AttributeFloat = 1, AttributeInt = 2, AttributeInts = 7; // AttributeProto.AttributeType
    private const string Microsoft = "com.microsoft";

    private readonly List<byte[]> _nodes = [], _weights = [], _inputs = [], _outputs = [];
    private int _names;

    /// <summary>Declares an input of fixed shape.</summary>
    public string Input(string name, bool integers, params long[] shape)
    {
        _inputs.Add(ValueInfo(name, integers ? Int64 : Float32, shape));
        return name;
    }

    /// <summary>Declares a value as a result.</summary>
    public void Output(string value, params long[] shape) => _outputs.Add(ValueInfo(value, Float32, shape));

    /// <summary>Numbers that stand in the model.</summary>
    public string Constant(float[] values, params long[] shape) => Weight(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), Float32, shape);

    /// <summary>Integers that stand in the model: shapes, axes, positions.</summary>
    public string Integers(params long[] values) => Weight(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), Int64, [values.Length]);

    /// <summary>Adds a node with one result.</summary>
    /// <param name="type">The operator; <c>com.microsoft:</c> before it for ONNX Runtime's own.</param>
    /// <param name="inputs">Values; empty for an input left out.</param>
    /// <param name="attributes">Numbers: <see cref="float"/>, <see cref="long"/> or <c>long[]</c>.</param>
    /// <returns>The result.</returns>
    public string Add(string type, string[] inputs, params (string Name, object Value)[] attributes) => Add(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    public string[] Add(string type, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] results = [.. Enumerable.Range(0, outputs).Select(_ => Name())];
        var (domain, name) = type.Split(':') is [var owner, var own] ? (owner, own) : (string.Empty, type);
        _nodes.Add(Message(node =>
        {
            Array.ForEach(inputs, input => Text(node, 1, input));
            Array.ForEach(results, result => Text(node, 2, result));
            Text(node, 3, $"{name}_{results[0]}");
            Text(node, 4, name);
            Array.ForEach(attributes, attribute => Bytes(node, 5, Attribute(attribute.Name, attribute.Value)));
            Text(node, 7, domain);
        }));
        return results;
    }

    /// <summary>The model as a file's bytes.</summary>
    public byte[] ToModel() => Message(model =>
    {
        Number(model, 1, 8); // IR version of opset 17
        Bytes(model, 7, Message(graph =>
        {
            _nodes.ForEach(node => Bytes(graph, 1, node));
            Text(graph, 2, "fae");
            _weights.ForEach(weight => Bytes(graph, 5, weight));
            _inputs.ForEach(input => Bytes(graph, 11, input));
            _outputs.ForEach(output => Bytes(graph, 12, output));
        }));
        Bytes(model, 8, Opset(string.Empty, 17));
        Bytes(model, 8, Opset(Microsoft, 1));
    });

    private string Name() => $"v{_names++}";

    private string Weight(byte[] data, int type, long[] shape)
    {
        var name = Name();
        _weights.Add(Message(tensor =>
        {
            Array.ForEach(shape, size => Number(tensor, 1, size));
            Number(tensor, 2, type);
            Text(tensor, 8, name);
            Bytes(tensor, 9, data);
        }));
        return name;
    }

    private static byte[] ValueInfo(string name, int type, long[] shape) => Message(value =>
    {
        Text(value, 1, name);
        Bytes(value, 2, Message(kind => Bytes(kind, 1, Message(tensor =>
        {
            Number(tensor, 1, type);
            Bytes(tensor, 2, Message(dimensions => Array.ForEach(shape, size => Bytes(dimensions, 1, Message(dimension => Number(dimension, 1, size))))));
        }))));
    });

    private static byte[] Attribute(string name, object value) => Message(attribute =>
    {
        Text(attribute, 1, name);
        switch (value)
        {
            case float number:
                attribute.WriteTag(2, WireFormat.WireType.Fixed32);
                attribute.WriteFloat(number);
                Number(attribute, 20, AttributeFloat);
                break;
            case long number:
                Number(attribute, 3, number);
                Number(attribute, 20, AttributeInt);
                break;
            case long[] numbers:
                Array.ForEach(numbers, number => Number(attribute, 8, number));
                Number(attribute, 20, AttributeInts);
                break;
            default:
                throw new ArgumentException($"An attribute is a float, a long or longs, not {value.GetType()}.", nameof(value));
        }
    });

    private static byte[] Opset(string domain, long version) => Message(opset =>
    {
        Text(opset, 1, domain);
        Number(opset, 2, version);
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var stream = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(stream);
        }

        return memory.ToArray();
    }

    private static void Text(CodedOutputStream stream, int field, string text)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteString(text);
    }

    private static void Number(CodedOutputStream stream, int field, long number)
    {
        stream.WriteTag(field, WireFormat.WireType.Varint);
        stream.WriteInt64(number);
    }

    private static void Bytes(CodedOutputStream stream, int field, byte[] bytes)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(ByteString.CopyFrom(bytes));
    }
}
