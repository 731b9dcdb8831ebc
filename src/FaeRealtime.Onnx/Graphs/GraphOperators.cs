namespace FaeRealtime.Onnx.Graphs;

/// <summary>The operators that the networks are made of.</summary>
internal static class GraphOperators
{
    // In the form in which ONNX Runtime finds a GELU and fuses it.
    private const double GeluCubic = 0.044715;

    /// <summary>a + b.</summary>
    public static string Plus(this OnnxGraph graph, string a, string b) => graph.Add("Add", [a, b]);

    /// <summary>a − b.</summary>
    public static string Minus(this OnnxGraph graph, string a, string b) => graph.Add("Sub", [a, b]);

    /// <summary>a·b, element by element.</summary>
    public static string Times(this OnnxGraph graph, string a, string b) => graph.Add("Mul", [a, b]);

    /// <summary>a/b.</summary>
    public static string Over(this OnnxGraph graph, string a, string b) => graph.Add("Div", [a, b]);

    /// <summary>The matrix product.</summary>
    public static string Product(this OnnxGraph graph, string a, string b) => graph.Add("MatMul", [a, b]);

    /// <summary>Another shape; 0 keeps an axis.</summary>
    public static string Reshape(this OnnxGraph graph, string x, params long[] shape) => graph.Add("Reshape", [x, graph.Integers(shape)]);

    /// <summary>Axes in another order.</summary>
    public static string Transpose(this OnnxGraph graph, string x, params long[] order) => graph.Add("Transpose", [x], OnnxAttribute.Of("perm", order));

    /// <summary>An axis of length 1 more.</summary>
    public static string Unsqueeze(this OnnxGraph graph, string x, long axis) => graph.Add("Unsqueeze", [x, graph.Integers(axis)]);

    /// <summary>A stretch of an axis.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">What is cut.</param>
    /// <param name="axis">Along which axis.</param>
    /// <param name="from">The first place.</param>
    /// <param name="to">The place behind the last.</param>
    public static string Slice(this OnnxGraph graph, string x, long axis, long from, long to) =>
        graph.Add("Slice", [x, graph.Integers(from), graph.Integers(to), graph.Integers(axis)]);

    /// <summary>Equal parts of an axis.</summary>
    public static string[] Split(this OnnxGraph graph, string x, int parts, long axis) => graph.Add("Split", [x], parts, OnnxAttribute.Of("axis", axis));

    /// <summary>Values one behind the other along an axis.</summary>
    public static string Join(this OnnxGraph graph, long axis, params string[] parts) => graph.Add("Concat", parts, OnnxAttribute.Of("axis", axis));

    /// <summary>Rows of a table.</summary>
    public static string Rows(this OnnxGraph graph, string table, string places) => graph.Add("Gather", [table, places]);

    /// <summary>Softmax over the last axis.</summary>
    public static string Softmax(this OnnxGraph graph, string x) => graph.Add("Softmax", [x], OnnxAttribute.Of("axis", -1L));

    /// <summary>x bounded.</summary>
    public static string Clip(this OnnxGraph graph, string x, double lowest, double highest) => graph.Add("Clip", [x, graph.Constant(lowest), graph.Constant(highest)]);

    /// <summary>x·σ(x).</summary>
    public static string Silu(this OnnxGraph graph, string x) => graph.Times(x, graph.Add("Sigmoid", [x]));

    /// <summary>The exact GELU.</summary>
    public static string Gelu(this OnnxGraph graph, string x)
    {
        var erf = graph.Add("Erf", [graph.Over(x, graph.Constant(Math.Sqrt(2)))]);
        return graph.Times(graph.Times(x, graph.Plus(erf, graph.Constant(1))), graph.Constant(0.5));
    }

    /// <summary>The GELU by tanh.</summary>
    public static string GeluTanh(this OnnxGraph graph, string x)
    {
        var cubic = graph.Times(graph.Times(graph.Times(x, x), x), graph.Constant(GeluCubic));
        var tanh = graph.Add("Tanh", [graph.Times(graph.Plus(x, cubic), graph.Constant(Math.Sqrt(2 / Math.PI)))]);
        return graph.Times(graph.Times(x, graph.Constant(0.5)), graph.Plus(tanh, graph.Constant(1)));
    }

    /// <summary>x over its root mean square along the last axis, times a weight.</summary>
    public static string RmsNorm(this OnnxGraph graph, string x, string weight, double epsilon)
    {
        var squares = graph.Add("ReduceMean", [graph.Add("Pow", [x, graph.Constant(2)])], OnnxAttribute.Of("axes", [-1L]), OnnxAttribute.Of("keepdims", 1L));
        var root = graph.Add("Sqrt", [graph.Plus(squares, graph.Constant(epsilon))]);
        return graph.Times(graph.Over(x, root), weight);
    }

    /// <summary>LayerNorm over the last axis.</summary>
    public static string LayerNorm(this OnnxGraph graph, string x, string weight, string? shift, double epsilon) =>
        graph.Add("LayerNormalization", shift is null ? [x, weight] : [x, weight, shift], OnnxAttribute.Of("axis", -1L), OnnxAttribute.Of("epsilon", (float)epsilon));

    /// <summary>Planes into patches, each in the order (channel, row, column).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="planes"><c>[B, C, g·p, g·p]</c>.</param>
    /// <param name="grid">g.</param>
    /// <param name="patch">p.</param>
    /// <param name="channels">C.</param>
    /// <returns><c>[B, g·g, C·p·p]</c>.</returns>
    public static string Patches(this OnnxGraph graph, string planes, int grid, int patch, int channels)
    {
        var cut = graph.Transpose(graph.Reshape(planes, 0, channels, grid, patch, grid, patch), 0, 2, 4, 1, 3, 5); // [B, g, g, C, p, p]
        return graph.Reshape(cut, 0, (long)grid * grid, (long)channels * patch * patch);
    }

    /// <summary>Patches in the order (row, column, channel) into planes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens"><c>[B, g·g, p·p·C]</c>.</param>
    /// <param name="grid">g.</param>
    /// <param name="patch">p.</param>
    /// <param name="channels">C.</param>
    /// <returns><c>[B, C, g·p, g·p]</c>.</returns>
    public static string Planes(this OnnxGraph graph, string tokens, int grid, int patch, int channels)
    {
        var joined = graph.Transpose(graph.Reshape(tokens, 0, grid, grid, patch, patch, channels), 0, 5, 1, 3, 2, 4); // [B, C, g, p, g, p]
        return graph.Reshape(joined, 0, channels, (long)grid * patch, (long)grid * patch);
    }
}
