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
    private readonly FeedForwardKind kind;

    [ComponentName(Name = "fc1")]
    private readonly Linear? first;

    [ComponentName(Name = "fc2")]
    private readonly Linear? second;

    [ComponentName(Name = "w12")]
    private readonly Linear? gates;

    [ComponentName(Name = "w3")]
    private readonly Linear? output;

    /// <summary>Creates the layer.</summary>
    /// <param name="kind">Which formula.</param>
    /// <param name="width">Token width D.</param>
    /// <param name="hidden">Hidden width; SwiGLU's first matrix has twice as many rows.</param>
    /// <param name="device">Where the parameters lie.</param>
    public FeedForward(FeedForwardKind kind, long width, long hidden, Device? device = null)
        : base(nameof(FeedForward))
    {
        this.kind = kind;
        if (kind == FeedForwardKind.SwiGlu)
        {
            gates = nn.Linear(width, 2 * hidden, true, device);
            output = nn.Linear(hidden, width, true, device);
        }
        else
        {
            first = nn.Linear(width, hidden, true, device);
            second = nn.Linear(hidden, width, true, device);
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (kind == FeedForwardKind.SwiGlu)
        {
            var merged = gates!.forward(x); // [B, T, 2·hidden]
            if (TensorRows.Reads(merged))
            {
                return output!.forward(FusedSwiGlu.Apply(merged)).MoveToOuterDisposeScope(); // [B, T, D]
            }

            var halves = merged.chunk(2, -1); // [B, T, hidden] each
            return output!.forward(halves[0].silu() * halves[1]).MoveToOuterDisposeScope(); // [B, T, D]
        }

        var hidden = first!.forward(x); // [B, T, hidden]
        var active = kind == FeedForwardKind.Gelu ? F.gelu(hidden) : GeluTanh(hidden);
        return second!.forward(active).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>The tanh form as x·σ(2u), u = √(2/π)·(x + 0.044715·x³): the published library has the exact form only.</summary>
    internal static Tensor GeluTanh(Tensor x)
    {
        const double Slope = 1.5957691216057308; // 2·√(2/π)
        const double Cubic = 0.044715 * Slope;
        return x * (x.square().mul(Cubic).add(Slope) * x).sigmoid();
    }
}
