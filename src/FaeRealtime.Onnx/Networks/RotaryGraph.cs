using FaeRealtime.Core.Positions;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>Rotary positions of a square grid: x·cos + turned(x)·sin, where a pair (a, b) is turned to (−b, a).</summary>
/// <remarks>Turning is a product with a matrix of zeros and ones: exact, and faster in ONNX Runtime than gathering single numbers.</remarks>
internal sealed class RotaryGraph
{
    private readonly OnnxGraph _graph;
    private readonly string _cosines;
    private readonly string _sines;
    private readonly string _turn;

    private RotaryGraph(OnnxGraph graph, float[] cosines, float[] sines, int width)
    {
        _graph = graph;
        _cosines = graph.Constant(cosines, cosines.Length / width, width);
        _sines = graph.Constant(sines, sines.Length / width, width);
        _turn = graph.Constant(Turn(width), width, width);
    }

    /// <summary>The rotation that a network's file has, or a computed one where it was saved without buffers.</summary>
    /// <param name="layers">The network.</param>
    /// <param name="name">Its key, or null for a computed one.</param>
    /// <param name="width">Head width Dh, a multiple of 4.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    public static RotaryGraph Of(LayerGraph layers, string? name, int width, int side)
    {
        float[] Values(string part, Func<double, double> function) => name is null
            ? RotaryGrid.Table(width, side, function)
            : layers.Table($"{name}.{part}", () => RotaryGrid.Table(width, side, function), side * side, width);
        return new RotaryGraph(layers.Graph, Values("freqs_cos", Math.Cos), Values("freqs_sin", Math.Sin), width);
    }

    /// <summary>Rotates queries or keys.</summary>
    /// <param name="x"><c>[B, H, T, Dh]</c>.</param>
    public string Apply(string x) => _graph.Plus(_graph.Times(x, _cosines), _graph.Times(_graph.Product(x, _turn), _sines));

    private static float[] Turn(int width)
    {
        var turn = new float[width * width];
        for (var i = 0; i < width; i += 2)
        {
            turn[((i + 1) * width) + i] = -1;
            turn[(i * width) + i + 1] = 1;
        }

        return turn;
    }
}
