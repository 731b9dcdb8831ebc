using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;

namespace FaeRealtime.Cpu.Packing;

/// <summary>The weight and bias of a linear layer in the order in which the product reads them: panels of a tile's columns, row of depth after row of depth.</summary>
internal sealed unsafe class PackedMatrix
{
    private readonly int _tileColumns;

    private PackedMatrix(int outputs, int depth, bool paired, int tileColumns, float* panels, float* bias)
    {
        (Outputs, Depth, Paired, _tileColumns) = (outputs, depth, paired, tileColumns);
        PanelData = panels;
        BiasData = bias;
    }

    /// <summary>Values that the layer gives a row; for SwiGLU those after gating.</summary>
    public int Outputs { get; }

    /// <summary>Values that it takes.</summary>
    public int Depth { get; }

    /// <summary>Whether a panel holds gates in its first half and their partners in its second.</summary>
    public bool Paired { get; }

    /// <summary>Outputs of a panel.</summary>
    public int PanelOutputs => Paired ? _tileColumns / 2 : _tileColumns;

    /// <summary>Panels; the last is filled up with zeros.</summary>
    public int Panels => (Outputs + PanelOutputs - 1) / PanelOutputs;

    private float* PanelData { get; }

    private float* BiasData { get; }

    /// <summary>A panel's weights <c>[depth, tile columns]</c>.</summary>
    public float* Panel(int panel) => PanelData + ((long)panel * Depth * _tileColumns);

    /// <summary>A panel's biases <c>[tile columns]</c>.</summary>
    public float* Bias(int panel) => BiasData + (panel * _tileColumns);

    /// <summary>Packs a layer as PyTorch stores it.</summary>
    /// <param name="arena">Gives the memory.</param>
    /// <param name="kernels">Whose tiles.</param>
    /// <param name="weight"><c>[outputs, depth]</c>; twice the outputs where gates come first.</param>
    /// <param name="bias"><c>[outputs]</c>, or empty for none.</param>
    /// <param name="depth">Columns of the weight.</param>
    /// <param name="paired">Whether the first half of the outputs gates the second (SwiGLU).</param>
    public static PackedMatrix Pack(Arena arena, KernelSet kernels, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int depth, bool paired = false)
    {
        var rows = weight.Length / depth;
        var (outputs, columns) = (paired ? rows / 2 : rows, kernels.TileColumns);
        var panels = (outputs + (paired ? columns / 2 : columns) - 1) / (paired ? columns / 2 : columns);
        var packed = new PackedMatrix(outputs, depth, paired, columns, arena.Take((long)panels * depth * columns), arena.Take((long)panels * columns));
        for (var panel = 0; panel < panels; panel++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (packed.RowOf(panel, column) is var row && row >= 0)
                {
                    Place(weight.Slice(row * depth, depth), packed.Panel(panel) + column, columns);
                    packed.Bias(panel)[column] = bias.IsEmpty ? 0 : bias[row];
                }
            }
        }

        return packed;
    }

    private static void Place(ReadOnlySpan<float> values, float* target, int stride)
    {
        foreach (var value in values)
        {
            *target = value;
            target += stride;
        }
    }

    // The weight's row that stands in a column of a panel, or −1 where the panel is filled up.
    private int RowOf(int panel, int column)
    {
        var second = column >= PanelOutputs;
        var output = (panel * PanelOutputs) + (second ? column - PanelOutputs : column);
        return output >= Outputs ? -1 : second ? Outputs + output : output;
    }
}
