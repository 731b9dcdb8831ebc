using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>The kernels from times and words to modulations: c = the embeddings' sum, each a two-layer SiLU MLP, then Linear(SiLU(c)) for each group of modulations.</summary>
internal sealed class GlModulationNetwork
{
    private readonly GlCompute _compute;
    private readonly KernelList _list;
    private readonly int _width;
    private readonly StorageBuffer _input;
    private readonly StorageBuffer _hidden;
    private readonly StorageBuffer _condition;
    private readonly float[] _frequencies = TimeWaves.Frequencies(TimeWaves.Width);

    /// <summary>Makes room.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="width">Width D of a condition.</param>
    /// <param name="inputs">Numbers of all embedders' inputs.</param>
    public GlModulationNetwork(GlCompute compute, int width, int inputs)
    {
        (_compute, _width, _list, Values) = (compute, width, compute.List(1), new float[inputs]);
        (_input, _hidden, _condition) = (compute.Floats(inputs), compute.Floats(width), compute.Floats(width));
    }

    /// <summary>The embedders' inputs of the next run.</summary>
    public float[] Values { get; }

    /// <summary>Appends the embedders.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="embedders">At least one.</param>
    /// <param name="start">Where in the inputs a vector <c>[D]</c> stands that the sum begins with, or null.</param>
    public void Embed(GlLayerReader layers, IReadOnlyList<GlEmbedder> embedders, int? start = null)
    {
        Rows? before = start is { } offset ? new Rows(_input, _width, offset) : null;
        foreach (var (i, embedder) in embedders.Index())
        {
            var (first, second) = (layers.Linear($"{embedder.Name}.mlp.0", _width, embedder.Depth), layers.Linear($"{embedder.Name}.mlp.2", _width, _width));
            _list.Multiply(first, new Rows(_input, embedder.Depth, embedder.Offset), 1, new ProductTarget(new Rows(_hidden, _width)) { Activation = "SILU" });
            _list.Multiply(second, new Rows(_hidden, _width), 1, new ProductTarget(new Rows(_condition, _width))
            {
                Residual = before,
                Activation = i == embedders.Count - 1 ? "SILU" : null,
            });
            before = new Rows(_condition, _width);
        }
    }

    /// <summary>Appends a group of modulations, behind the embedders.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="name">The layer's key.</param>
    /// <param name="outputs">Its numbers.</param>
    /// <param name="sets">Receives them in the run's set.</param>
    /// <param name="offset">From the set's beginning.</param>
    public void Modulate(GlLayerReader layers, string name, int outputs, StorageBuffer sets, int offset) =>
        _list.Multiply(layers.Linear(name, outputs, _width), new Rows(_condition, _width), 1, new ProductTarget(new Rows(sets, 0, offset)) { IsSlot = true });

    /// <summary>The list is whole.</summary>
    public void Finish() => _list.Finish();

    /// <summary>Sets a time's waves.</summary>
    /// <param name="t">In the scale and direction of the weights.</param>
    /// <param name="offset">Where in the inputs.</param>
    public void PutTime(float t, int offset)
    {
        var waves = Values.AsSpan(offset, TimeWaves.Width);
        for (var i = 0; i < _frequencies.Length; i++)
        {
            (waves[_frequencies.Length + i], waves[i]) = MathF.SinCos(t * _frequencies[i]);
        }
    }

    /// <summary>Computes a set from <see cref="Values"/>.</summary>
    /// <param name="set">Where it begins.</param>
    public void Run(uint set)
    {
        _compute.Write<float>(_input, 0, Values);
        _list.Run(new StepValues { SlotX = set });
    }
}

/// <summary>A two-layer SiLU MLP whose result joins a condition.</summary>
/// <param name="Name">Its keys' beginning.</param>
/// <param name="Offset">Where its input stands.</param>
/// <param name="Depth">The input's width.</param>
internal readonly record struct GlEmbedder(string Name, int Offset, int Depth);
