using FaeRealtime.Core.Config;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Flows;

/// <summary>One autoregressive block of STARFlow: a causal transformer says of each token, from those before it and the condition, by how much it is scaled and shifted.</summary>
/// <remarks>
/// condition ─ proj_txt ─┐
/// start, x₁ … x_{T−1} ─ proj_in ─┴─ attn_blocks ─ final_norm ─ proj_out ─ soft clip ─ (scale, shift) of x₁ … x_T. Every second block reads backwards.
/// </remarks>
internal sealed class StarFlowBlock : nn.Module
{
    // softplus of it is 1: a network that says nothing leaves the data as it is.
    private const double UnitSoftplus = 0.541324854612918;

    private readonly StarFlowConfig _config;
    private readonly int _index;

    [ComponentName(Name = "proj_in")]
    private readonly Linear _inputs;

    [ComponentName(Name = "proj_out")]
    private readonly Linear _outputs;

    [ComponentName(Name = "sos_embed")]
    private readonly Parameter? _start; // [1, 1, C]

    [ComponentName(Name = "proj_txt")]
    private readonly Linear? _conditionInputs;

    [ComponentName(Name = "attn_blocks")]
    private readonly ModuleList<FlowLayer> _layers;

    [ComponentName(Name = "final_norm")]
    private readonly OffsetRmsNorm? _finalNorm;

    [ComponentName(Name = "attn_mask")]
    private readonly Tensor _mask; // [words + T, words + T], unused

    public StarFlowBlock(StarFlowConfig config, int index, long channels, long side, Device? device = null)
        : base(nameof(StarFlowBlock))
    {
        _config = config;
        _index = index;
        var width = config.WidthOf(index);
        _inputs = nn.Linear(channels, width, true, device);
        _outputs = nn.Linear(width, 2 * channels, true, device);
        _start = config.StartToken ? new Parameter(zeros([1, 1, channels], device: device)) : null;
        _conditionInputs = config.Reads(index) ? nn.Linear(config.ConditionWidth, width, true, device) : null;
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.Layers[index]).Select(_ => new FlowLayer(FlowLayerShape.Of(config, index), device))]);
        _finalNorm = config.FinalNorm ? new OffsetRmsNorm(width, device) : null;
        _mask = UnusedTables.Mask((side * side) + config.ConditionTokens, device);
        RegisterComponents();
    }

    /// <summary>Whether it reads the condition.</summary>
    public bool Reads => _conditionInputs is not null;

    /// <summary>The start token <c>[1, 1, C]</c>, or null without one; for tests that look inside.</summary>
    internal Tensor? Start => _start;

    /// <summary>Data to noise, all tokens at once.</summary>
    /// <param name="x">Tokens <c>[B, T, C]</c>, row by row. Borrowed.</param>
    /// <param name="condition"><c>[B, L, W]</c>; ignored by a block that does not read it. Borrowed.</param>
    /// <param name="rotation"><c>[L + T, Dh/2]</c>. Borrowed.</param>
    /// <returns>Noise <c>[B, T, C]</c>, row by row, and log |∂z/∂x| <c>[B, T, C]</c> in the block's order; the caller disposes.</returns>
    public (Tensor Noise, Tensor LogDeterminant) Encode(Tensor x, Tensor? condition, Tensor rotation)
    {
        using var scope = NewDisposeScope();
        var ordered = Order(x); // [B, T, C]
        var input = _start is null ? ordered : cat([_start.expand(x.size(0), 1, x.size(2)), ordered.narrow(1, 0, x.size(1) - 1)], 1); // [B, T, C]
        var answer = Transform(input, Reads ? condition : null, new CausalPass(rotation));
        var transform = _start is null ? answer.Delayed() : answer;
        return (Order(transform.Encode(ordered)).MoveToOuterDisposeScope(), transform.Scale.log().neg().MoveToOuterDisposeScope());
    }

    /// <summary>Noise to data.</summary>
    /// <param name="z">Noise <c>[B, T, C]</c>, row by row. Borrowed.</param>
    /// <param name="condition"><c>[B, L, W]</c>, or with guidance <c>[2B, L, W]</c>: the wanted ones, then those to lead away from; ignored by a block that does not read it. Borrowed.</param>
    /// <param name="rotation"><c>[L + T, Dh/2]</c>. Borrowed.</param>
    /// <param name="decoding">Guidance (for a block that reads the condition) and whether tokens go one by one.</param>
    /// <returns>Data <c>[B, T, C]</c>, row by row; the caller disposes.</returns>
    public Tensor Decode(Tensor z, Tensor? condition, Tensor rotation, FlowDecoding decoding)
    {
        using var scope = NewDisposeScope();
        var guidance = Reads ? decoding.Guidance : 0;
        var batch = guidance > 0 ? 2 * z.size(0) : z.size(0);
        using var cache = KeyValueCache.Create(_layers.Count, FlowLayerShape.Of(_config, _index), batch, rotation.size(0), _inputs.weight!.dtype, z.device);
        var pass = new CausalPass(rotation, cache);
        if (Reads)
        {
            Through(Condition(condition!), pass);
            cache.Keep(condition!.size(1));
        }

        var steps = new StarFlowSteps(this, pass, cache, guidance);
        var ordered = Order(z); // [B, T, C]
        var x = decoding.Jacobi is { } jacobi
            ? AutoregressiveDecoding.Jacobi(ordered, _start, steps, jacobi)
            : AutoregressiveDecoding.Sequential(ordered, _start, steps); // [B, T, C]
        return Order(x).MoveToOuterDisposeScope();
    }

    /// <summary>What the transformer says after each of some tokens.</summary>
    /// <param name="input">Tokens <c>[B, n, C]</c> in the block's order, which follow those in the pass's cache. Borrowed.</param>
    /// <param name="condition"><c>[B, L, W]</c> to stand before them; null for none. Borrowed.</param>
    /// <param name="pass">Positions and cache.</param>
    /// <returns><c>[B, n, C]</c>; the caller disposes.</returns>
    public AffineTransform Transform(Tensor input, Tensor? condition, CausalPass pass)
    {
        using var scope = NewDisposeScope();
        var tokens = _inputs.forward(input.to_type(_inputs.weight!.dtype)); // [B, n, D]
        var read = condition is null ? tokens : cat([Condition(condition), tokens], 1); // [B, L + n, D]
        var through = Through(read, pass).narrow(1, read.size(1) - tokens.size(1), tokens.size(1)); // [B, n, D]
        var output = _outputs.forward(_finalNorm is null ? through : _finalNorm.forward(through)).@float(); // [B, n, 2C]
        var halves = SoftClip(output).chunk(2, 2); // [B, n, C] each
        var scale = _config.Softplus ? F.softplus(halves[0] + UnitSoftplus) : halves[0].exp(); // [B, n, C]
        return new AffineTransform(scale, halves[1]).MoveToOuterDisposeScope();
    }

    private Tensor SoftClip(Tensor output) => _config.SoftClip > 0 ? (output / _config.SoftClip).tanh() * _config.SoftClip : output;

    private Tensor Condition(Tensor condition) => _conditionInputs!.forward(condition.to_type(_conditionInputs.weight!.dtype)); // [B, L, D]

    private Tensor Through(Tensor tokens, CausalPass pass)
    {
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            tokens = _layers[layer].Apply(tokens, layer, pass); // [B, n, D]
        }

        return tokens;
    }

    // Its own inverse.
    private Tensor Order(Tensor x) => _config.Flips(_index) ? x.flip(1) : x.alias(); // [B, T, C]
}
