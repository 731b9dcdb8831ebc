using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators.TextToImage;

/// <summary>One stream's share of an attention: its own way to queries, keys and values, and back from what was mixed.</summary>
internal sealed class StreamAttention : nn.Module
{
    private readonly long _heads;

    [ComponentName(Name = "qkv")]
    private readonly Linear _merged;

    [ComponentName(Name = "ln_q")]
    private readonly Norm? _queryNorm;

    [ComponentName(Name = "ln_k")]
    private readonly Norm? _keyNorm;

    [ComponentName(Name = "proj")]
    private readonly Linear? _projection;

    /// <summary>Creates the layers.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="answers">Whether the stream takes anything back.</param>
    /// <param name="device">Where the parameters lie.</param>
    public StreamAttention(MMDiTConfig config, bool answers, Device? device = null)
        : base(nameof(StreamAttention))
    {
        _heads = config.Heads;
        _merged = nn.Linear(config.Width, 3L * config.Width, config.QkvBias, device);
        _queryNorm = HeadNorm(config, device);
        _keyNorm = HeadNorm(config, device);
        _projection = answers ? nn.Linear(config.Width, config.Width, config.ProjectionBias, device) : null;
        RegisterComponents();
    }

    /// <summary>What the stream brings to an attention.</summary>
    /// <param name="x">Normed and modulated tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>Queries, keys and values, <c>[B, H, T, Dh]</c> each, in the caller's dispose scope.</returns>
    public (Tensor Q, Tensor K, Tensor V) Split(Tensor x) => AttentionHeads.Split(_merged.forward(x), _heads, _queryNorm, _keyNorm, rotation: null);

    /// <summary>What it takes back.</summary>
    /// <param name="joined">Mixed values <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>A branch <c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Project(Tensor joined) => _projection!.forward(joined); // [B, T, D]

    /// <summary>An attention of the stream over itself alone.</summary>
    /// <param name="x">Normed and modulated tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>A branch <c>[B, T, D]</c>, in the caller's dispose scope.</returns>
    public Tensor MixAlone(Tensor x)
    {
        var (q, k, v) = Split(x); // [B, H, T, Dh] each
        return Project(AttentionHeads.Join(AttentionHeads.Mix(q, k, v))); // [B, T, D]
    }

    private static Norm? HeadNorm(MMDiTConfig config, Device? device) =>
        config.QkNorm is { } kind ? Norm.Create(kind, config.Width / config.Heads, device) : null;
}
