using System.Globalization;
using FaeRealtime.Core.Errors;
using Google.Protobuf;

namespace FaeRealtime.Onnx.Graphs;

/// <summary>An ONNX model built node by node. Values are named strings, float32 unless said otherwise; the graph is straight-line code.</summary>
/// <remarks>Field numbers are those of onnx.proto (ModelProto, GraphProto, NodeProto, ValueInfoProto); every operator is of the standard's own set.</remarks>
/// <param name="name">The graph's name.</param>
/// <param name="form">What all graphs of an export have alike.</param>
internal sealed class OnnxGraph(string name, GraphForm form)
{
    /// <summary>The version of the operators.</summary>
    public const int Opset = 17;

    // The IR version that came with opset 17 (ONNX 1.12).
    private const int IrVersion = 8;

    private const string BatchAxis = "batch";

    private readonly List<byte[]> _nodes = [], _inputInfos = [], _outputInfos = [];
    private readonly List<GraphPort> _inputs = [], _outputs = [];
    private readonly List<OnnxTensor> _tensors = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private int _values;
    private long _weightBytes;

    /// <summary>The inputs in their order.</summary>
    public IReadOnlyList<GraphPort> Inputs => _inputs;

    /// <summary>The outputs in their order.</summary>
    public IReadOnlyList<GraphPort> Outputs => _outputs;

    /// <summary>Declares an input.</summary>
    /// <param name="port">What it is.</param>
    /// <returns>Its name.</returns>
    public string Input(GraphPort port)
    {
        _inputs.Add(port);
        _inputInfos.Add(Information(port));
        return port.Name;
    }

    /// <summary>Declares a value as a result.</summary>
    /// <param name="value">The value.</param>
    /// <param name="port">What it is.</param>
    public void Output(string value, GraphPort port)
    {
        _outputs.Add(port);
        _outputInfos.Add(Information(port));
        Node("Identity", [value], [port.Name], []);
    }

    /// <summary>Numbers that stand in the graph as float32.</summary>
    /// <param name="values">They, row by row.</param>
    /// <param name="shape">Their shape.</param>
    public string Constant(ReadOnlySpan<float> values, params IReadOnlyList<long> shape)
    {
        var value = Next();
        _tensors.Add(OnnxTensor.Of(value, values, shape));
        return value;
    }

    /// <summary>One number, without axes.</summary>
    /// <param name="number">It; every use of the same is one tensor.</param>
    public string Constant(double number) => Shared(string.Create(CultureInfo.InvariantCulture, $"{number:R}"), value => OnnxTensor.Of(value, [(float)number], []));

    /// <summary>Integers: shapes, axes, places.</summary>
    /// <param name="numbers">They; every use of the same is one tensor.</param>
    public string Integers(params long[] numbers) => Shared($"[{string.Join(',', numbers)}]", value => OnnxTensor.Of(value, numbers));

    /// <summary>A learned tensor under its key. A matrix is stored as the export wants it and computed with as float32.</summary>
    /// <param name="key">Its key in the model's file.</param>
    /// <param name="values">Its numbers.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="CheckpointException">A number does not fit the stored type.</exception>
    /// <exception cref="ConfigException">With it the graph is larger than a file of the format can be.</exception>
    public string Weight(string key, ReadOnlySpan<float> values, params IReadOnlyList<long> shape)
    {
        var halved = form.Halves && shape.Count > 1;
        _weightBytes += (long)values.Length * (halved ? sizeof(short) : sizeof(float));
        RequireSize(_weightBytes);
        if (!halved)
        {
            _tensors.Add(OnnxTensor.Of(key, values, shape));
            return key;
        }

        _tensors.Add(OnnxTensor.OfHalves(key, values, shape));
        return Add("Cast", [key], OnnxAttribute.Of("to", (long)ElementType.Float32));
    }

    /// <summary>Adds a node with one result.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">Values; empty for an input left out.</param>
    /// <param name="attributes">Its settings.</param>
    /// <returns>The result.</returns>
    public string Add(string type, string[] inputs, params OnnxAttribute[] attributes) => Add(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">Values; empty for an input left out.</param>
    /// <param name="results">How many.</param>
    /// <param name="attributes">Its settings.</param>
    public string[] Add(string type, string[] inputs, int results, params OnnxAttribute[] attributes)
    {
        string[] values = [.. Enumerable.Range(0, results).Select(_ => Next())];
        Node(type, inputs, values, attributes);
        return values;
    }

    /// <summary>Writes the model.</summary>
    /// <param name="target">Where to. Borrowed.</param>
    /// <param name="metadata">What it says of itself, by key.</param>
    /// <exception cref="ConfigException">It is larger than a file of the format can be.</exception>
    public void Write(Stream target, IReadOnlyDictionary<string, string> metadata)
    {
        var length = _nodes.Sum(node => ProtoMessage.Size(1, node.Length)) + ProtoMessage.Of(title => title.Text(2, name)).Length + _tensors.Sum(tensor => ProtoMessage.Size(5, tensor.Length))
            + _inputInfos.Sum(info => ProtoMessage.Size(11, info.Length)) + _outputInfos.Sum(info => ProtoMessage.Size(12, info.Length));
        RequireSize(length);
        using var stream = new CodedOutputStream(target, leaveOpen: true);
        stream.Number(1, IrVersion);
        stream.Text(2, GraphForm.Producer);
        stream.Text(3, GraphForm.ProducerVersion);
        stream.WriteTag(7, WireFormat.WireType.LengthDelimited);
        stream.WriteLength((int)length);
        _nodes.ForEach(node => stream.Bytes(1, node));
        stream.Text(2, name);
        foreach (var tensor in _tensors)
        {
            stream.WriteTag(5, WireFormat.WireType.LengthDelimited);
            stream.WriteLength((int)tensor.Length);
            tensor.Write(stream, target);
        }

        _inputInfos.ForEach(info => stream.Bytes(11, info));
        _outputInfos.ForEach(info => stream.Bytes(12, info));
        stream.Bytes(8, ProtoMessage.Of(opset => opset.Number(2, Opset)));
        foreach (var (key, value) in metadata)
        {
            stream.Bytes(14, ProtoMessage.Of(entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            }));
        }
    }

    // Protocol Buffers count a message's bytes in 31 bits; some room for what stands around the graph.
    private void RequireSize(long length)
    {
        const long most = int.MaxValue - (1 << 20);
        if (length > most)
        {
            throw new ConfigException($"The graph '{name}' takes more than the 2.1 GB that an ONNX file can hold. {(form.Halves ? "There is no smaller form of it." : "Store its matrices as f16, which halves it.")}");
        }
    }

    private string Shared(string key, Func<string, OnnxTensor> make)
    {
        if (!_constants.TryGetValue(key, out var value))
        {
            _constants.Add(key, value = Next());
            _tensors.Add(make(value));
        }

        return value;
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"v{_values++}");

    private void Node(string type, string[] inputs, string[] results, OnnxAttribute[] attributes) => _nodes.Add(ProtoMessage.Of(node =>
    {
        Array.ForEach(inputs, input => node.Text(1, input));
        Array.ForEach(results, result => node.Text(2, result));
        node.Text(3, $"{type}_{results[0]}");
        node.Text(4, type);
        Array.ForEach(attributes, attribute => node.Bytes(5, attribute.Message));
    }));

    private byte[] Information(GraphPort port) => ProtoMessage.Of(info =>
    {
        info.Text(1, port.Name);
        info.Bytes(2, ProtoMessage.Of(type => type.Bytes(1, ProtoMessage.Of(tensor =>
        {
            tensor.Number(1, (long)port.Type);
            tensor.Bytes(2, ProtoMessage.Of(shape =>
            {
                shape.Bytes(1, ProtoMessage.Of(batch => Batch(batch)));
                foreach (var size in port.Shape)
                {
                    shape.Bytes(1, ProtoMessage.Of(dimension => dimension.Number(1, size)));
                }
            }));
        }))));
        info.Text(3, port.Meaning);
    });

    private void Batch(CodedOutputStream dimension)
    {
        if (form.Batch is { } count)
        {
            dimension.Number(1, count);
        }
        else
        {
            dimension.Text(2, BatchAxis);
        }
    }
}

/// <summary>What all graphs of an export have alike.</summary>
/// <param name="Batch">A fixed batch, or null for any.</param>
/// <param name="Halves">Whether matrices are stored as float16.</param>
internal sealed record GraphForm(int? Batch, bool Halves)
{
    /// <summary>Who wrote it.</summary>
    public static string Producer => "FaeRealtime";

    /// <summary>Its version.</summary>
    public static string ProducerVersion => typeof(GraphForm).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
}
