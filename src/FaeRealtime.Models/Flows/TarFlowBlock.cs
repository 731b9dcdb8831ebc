using FaeRealtime.Core.Config;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>One autoregressive block of TARFlow: a causal transformer says of each token, from those before it and the class, by how much the next is scaled and shifted. The first token passes as it is.</summary>
/// <remarks>x₁ … x_T ─ proj_in + pos_embed + class_embed ─ attn_blocks ─ proj_out ─ (log scale, shift) of x₂ …; every second block reads backwards, places turned round with it.</remarks>
internal sealed class TarFlowBlock : nn.Module
{
    private readonly TarFlowConfig _config;
    private readonly int _index;

    [ComponentName(Name = "proj_in")]
    private readonly Linear _inputs;

    [ComponentName(Name = "pos_embed")]
    private readonly Parameter _positions; // [T, D]

    [ComponentName(Name = "class_embed")]
    private readonly Parameter? _classes; // [K, 1, D]

    [ComponentName(Name = "attn_blocks")]
    private readonly ModuleList<FlowLayer> _layers;

    [ComponentName(Name = "proj_out")]
    private readonly Linear _outputs;

    [ComponentName(Name = "attn_mask")]
    private readonly Tensor _mask; // [T, T], unused

    public TarFlowBlock(TarFlowConfig config, int index, long tokens, long channels, Device? device = null)
        : base(nameof(TarFlowBlock))
    {
        _config = config;
        _index = index;
        _inputs = nn.Linear(channels, config.Width, true, device);
        _positions = new Parameter(zeros([tokens, config.Width], device: device));
        _classes = config.Classes > 0 ? new Parameter(zeros([config.Classes, 1, config.Width], device: device)) : null;
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.LayersPerBlock).Select(_ => new FlowLayer(FlowLayerShape.Of(config), device))]);
        _outputs = nn.Linear(config.Width, (config.Scales ? 2 : 1) * channels, true, device);
        _mask = UnusedTables.Mask(tokens, device);
        RegisterComponents();
    }

    /// <summary>Data to noise, all tokens at once.</summary>
    /// <param name="x">Tokens <c>[B, T, C]</c>, row by row. Borrowed.</param>
    /// <param name="labels"><c>[B]</c>, int64, below 0 for no class; null for no class anywhere. Borrowed.</param>
    /// <returns>Noise <c>[B, T, C]</c>, row by row, and log |∂z/∂x| <c>[B, T, C]</c> in the block's order; the caller disposes.</returns>
    public (Tensor Noise, Tensor LogDeterminant) Encode(Tensor x, Tensor? labels)
    {
        using var scope = NewDisposeScope();
        var ordered = Order(x, 1); // [B, T, C]
        var (logScale, shift) = Answer(ordered, Class(labels), new CausalPass()); // [B, T, C] each
        var transform = new AffineTransform(logScale.exp(), shift).Delayed();
        return (Order(transform.Encode(ordered), 1).MoveToOuterDisposeScope(), transform.Scale.log().neg().MoveToOuterDisposeScope());
    }

    /// <summary>Noise to data.</summary>
    /// <param name="z">Noise <c>[B, T, C]</c>, row by row. Borrowed.</param>
    /// <param name="labels"><c>[B]</c>, int64, as in <see cref="Encode"/>. Borrowed.</param>
    /// <param name="guidance">Away from what the block says without class.</param>
    /// <param name="jacobi">Many tokens at once; null for one by one.</param>
    /// <returns>Data <c>[B, T, C]</c>, row by row; the caller disposes.</returns>
    public Tensor Decode(Tensor z, Tensor? labels, TarFlowGuidance guidance, JacobiDecoding? jacobi)
    {
        using var scope = NewDisposeScope();
        using var wanted = Cache(z);
        using var none = Cache(z);
        var steps = new TarFlowSteps(this, new TarFlowBranch(wanted, Class(labels)), new TarFlowBranch(none, Class(null)), guidance, z.size(1));
        var ordered = Order(z, 1); // [B, T, C]
        var x = jacobi is null ? AutoregressiveDecoding.Sequential(ordered, null, steps) : AutoregressiveDecoding.Jacobi(ordered, null, steps, jacobi); // [B, T, C]
        return Order(x, 1).MoveToOuterDisposeScope();
    }

    /// <summary>What the transformer says after each of some tokens.</summary>
    /// <param name="input">Tokens <c>[B, n, C]</c> in the block's order, which follow those in the pass's cache. Borrowed.</param>
    /// <param name="embedded">The class's vector <c>[B or 1, 1, D]</c>; null for a flow without classes. Borrowed.</param>
    /// <param name="pass">Cache and temperature.</param>
    /// <returns>Logarithm of the scale and shift of the tokens after them, <c>[B, n, C]</c> each, float32; the caller disposes.</returns>
    public (Tensor LogScale, Tensor Shift) Answer(Tensor input, Tensor? embedded, CausalPass pass)
    {
        using var scope = NewDisposeScope();
        var type = _inputs.weight!.dtype;
        var places = Order(_positions, 0).narrow(0, pass.Cache?.Length ?? 0, input.size(1)); // [n, D]
        var tokens = _inputs.forward(input.to_type(type)) + places.to_type(type); // [B, n, D]
        tokens = embedded is null ? tokens : tokens + embedded.to_type(type); // [B, n, D]
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            tokens = _layers[layer].Apply(tokens, layer, pass); // [B, n, D]
        }

        var output = _outputs.forward(tokens).@float(); // [B, n, 2C or C]
        var (logScale, shift) = _config.Scales && output.chunk(2, 2) is var halves ? (halves[0], halves[1]) : (zeros_like(output), output); // [B, n, C] each
        return (logScale.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    // «No class» is the mean of all.
    private Tensor? Class(Tensor? labels)
    {
        if (_classes is null)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var mean = _classes.mean([0L], keepdim: true); // [1, 1, D]
        var embedded = labels is null ? mean : where(labels.lt(0).view(-1, 1, 1), mean, _classes.index_select(0, labels.clamp_min(0))); // [B, 1, D]
        return embedded.MoveToOuterDisposeScope();
    }

    private KeyValueCache Cache(Tensor z) => KeyValueCache.Create(_layers.Count, FlowLayerShape.Of(_config), z.size(0), z.size(1), _inputs.weight!.dtype, z.device);

    // Its own inverse.
    private Tensor Order(Tensor x, long axis) => _index % 2 == 1 ? x.flip(axis) : x.alias();
}
