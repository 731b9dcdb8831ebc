using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Encoders;

/// <summary>x + attention(RMSNorm(x)), then x + W₃(gelu(W₁·n)·W₂·n) of n = RMSNorm(x).</summary>
internal sealed class T5Block : nn.Module
{
    private readonly long _heads;

    [ComponentName(Name = "norm1")]
    private readonly Norm _before;

    [ComponentName(Name = "qkv")]
    private readonly Linear _merged;

    [ComponentName(Name = "proj")]
    private readonly Linear _projection;

    [ComponentName(Name = "norm2")]
    private readonly Norm _between;

    [ComponentName(Name = "gate")]
    private readonly Linear _gate;

    [ComponentName(Name = "up")]
    private readonly Linear _up;

    [ComponentName(Name = "down")]
    private readonly Linear _down;

    /// <summary>Creates the block.</summary>
    public T5Block(T5Config config, Device? device)
        : base(nameof(T5Block))
    {
        _heads = config.Heads;
        var inner = config.Heads * config.HeadWidth;
        _before = Norm.Create(NormKind.RmsNorm, config.Width, device, config.NormEpsilon);
        _merged = nn.Linear(config.Width, 3 * inner, hasBias: false, device);
        _projection = nn.Linear(inner, config.Width, hasBias: false, device);
        _between = Norm.Create(NormKind.RmsNorm, config.Width, device, config.NormEpsilon);
        _gate = nn.Linear(config.Width, config.Hidden, hasBias: false, device);
        _up = nn.Linear(config.Width, config.Hidden, hasBias: false, device);
        _down = nn.Linear(config.Hidden, config.Width, hasBias: false, device);
        RegisterComponents();
    }

    /// <summary>Runs the block.</summary>
    /// <param name="x">Tokens <c>[B, L, D]</c>. Borrowed.</param>
    /// <param name="bias">Added to the scores, <c>[B or 1, H, L, L]</c>. Borrowed.</param>
    /// <returns>Tokens <c>[B, L, D]</c>; the caller disposes.</returns>
    public Tensor Apply(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var attended = x + _projection.forward(Mix(_before.forward(x), bias)); // [B, L, D]
        var normed = _between.forward(attended); // [B, L, D]
        var gated = FeedForward.GeluTanh(_gate.forward(normed)) * _up.forward(normed); // [B, L, hidden]
        return (attended + _down.forward(gated)).MoveToOuterDisposeScope(); // [B, L, D]
    }

    private Tensor Mix(Tensor x, Tensor bias)
    {
        var (b, length) = (x.size(0), x.size(1));
        var heads = _merged.forward(x).view(b, length, 3, _heads, -1).permute(2, 0, 3, 1, 4); // [3, B, H, L, Dh]
        var scores = heads[0].matmul(heads[1].transpose(-2, -1)) + bias; // [B, H, L, L]
        var mixed = F.softmax(scores, -1).matmul(heads[2]); // [B, H, L, Dh]
        return mixed.transpose(1, 2).reshape(b, length, -1); // [B, L, H·Dh]
    }
}
