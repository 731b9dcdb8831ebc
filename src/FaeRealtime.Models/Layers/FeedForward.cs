using FaeRealtime.Core.Config;
using FaeRealtime.Models.Kernels;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>What stands between two attentions: an MLP with GELU, or SwiGLU.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly FeedForwardKind _kind;

    [ComponentName(Name = "fc1")]
    private readonly Linear? _first;

    [ComponentName(Name = "fc2")]
    private readonly Linear? _second;

    [ComponentName(Name = "w12")]
    private readonly Linear? _gates;

    [ComponentName(Name = "w3")]
    private readonly Linear? _output;

    /// <summary>Creates the layer.</summary>
    /// <param name="kind">Which formula.</param>
    /// <param name="width">Token width D.</param>
    /// <param name="hidden">Hidden width; SwiGLU's first matrix has twice as many rows.</param>
    /// <param name="device">Where the parameters lie.</param>
    /// <param name="bias">Whether its matrices have biases.</param>
    public FeedForward(FeedForwardKind kind, long width, long hidden, Device? device = null, bool bias = true)
        : base(nameof(FeedForward))
    {
        _kind = kind;
        if (kind == FeedForwardKind.SwiGlu)
        {
            _gates = nn.Linear(width, 2 * hidden, bias, device);
            _output = nn.Linear(hidden, width, bias, device);
        }
        else
        {
            _first = nn.Linear(width, hidden, bias, device);
            _second = nn.Linear(hidden, width, bias, device);
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (_kind == FeedForwardKind.SwiGlu)
        {
            var merged = _gates!.forward(x); // [B, T, 2·hidden]
            if (TensorRows.Reads(merged))
            {
                return _output!.forward(FusedSwiGlu.Apply(merged)).MoveToOuterDisposeScope(); // [B, T, D]
            }

            var halves = merged.chunk(2, -1); // [B, T, hidden] each
            return _output!.forward(halves[0].silu() * halves[1]).MoveToOuterDisposeScope(); // [B, T, D]
        }

        var hidden = _first!.forward(x); // [B, T, hidden]
        var active = _kind == FeedForwardKind.Gelu ? F.gelu(hidden) : GeluTanh(hidden);
        return _second!.forward(active).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>The tanh form as x·σ(2u), u = √(2/π)·(x + 0.044715·x³): the published library has the exact form only.</summary>
    /// <param name="x">Of any shape. Borrowed.</param>
    /// <returns>Of the same shape and type; the caller disposes.</returns>
    internal static Tensor GeluTanh(Tensor x)
    {
        const double Slope = 1.5957691216057308; // 2·√(2/π)
        const double Cubic = 0.044715 * Slope;
        return x * (x.square().mul(Cubic).add(Slope) * x).sigmoid();
    }
}
