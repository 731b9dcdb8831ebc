using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>T5's encoder, version 1.1: token table, blocks {RMSNorm, attention with learned relative positions, RMSNorm, gated GELU}, a final RMSNorm. No bias anywhere, no scale on the scores.</summary>
public sealed class T5Encoder : nn.Module
{
    [ComponentName(Name = "token_embed")]
    private readonly Embedding _words;

    [ComponentName(Name = "relative")]
    private readonly Embedding _relative;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<T5Block> _blocks;

    [ComponentName(Name = "norm")]
    private readonly Norm _norm;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the weights lie.</param>
    public T5Encoder(T5Config config, Device? device = null)
        : base(nameof(T5Encoder))
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _words = nn.Embedding(config.Vocabulary, config.Width, device: device);
        _relative = nn.Embedding(config.Buckets, config.Heads, device: device);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new T5Block(config, device))]);
        _norm = Norm.Create(NormKind.RmsNorm, config.Width, device, config.NormEpsilon);
        RegisterComponents();
    }

    /// <summary>Its sizes.</summary>
    public T5Config Config { get; }

    /// <summary>Reads official weights and freezes them.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="path">A checkpoint of HF's T5EncoderModel, or of a whole T5, whose decoder is left out.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen encoder; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, or does not fit.</exception>
    public static T5Encoder Load(T5Config config, string path, Device? device = null)
    {
        var model = new T5Encoder(config, device);
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(model, checkpoint, T5Layouts.All);
        return model.Freeze();
    }

    /// <summary>Encodes texts.</summary>
    /// <param name="ids">Token numbers <c>[B, L]</c>, int64. Borrowed.</param>
    /// <param name="valid"><c>[B, L]</c>, Boolean or 0 and 1: false keeps a position from being looked at. Null for none. Borrowed.</param>
    /// <returns>The tokens after the final norm <c>[B, L, D]</c>, padded positions too; the caller disposes.</returns>
    /// <exception cref="ShapeException">The mask has another shape.</exception>
    public Tensor Encode(Tensor ids, Tensor? valid = null)
    {
        using var scope = NewDisposeScope();
        return _norm.forward(Hidden(ids, valid)[^1]).MoveToOuterDisposeScope(); // [B, L, D]
    }

    /// <summary>The tokens before each block and behind the last, before the final norm.</summary>
    /// <param name="ids">As in <see cref="Encode"/>. Borrowed.</param>
    /// <param name="valid">As in <see cref="Encode"/>. Borrowed.</param>
    /// <returns>As many as there are blocks and one more, each <c>[B, L, D]</c>; the caller disposes.</returns>
    internal IReadOnlyList<Tensor> Hidden(Tensor ids, Tensor? valid)
    {
        TensorShape.Require(ids, "The texts", TensorShape.Any, TensorShape.Any);
        if (valid is not null)
        {
            TensorShape.Require(valid, "The texts' mask", ids.size(0), ids.size(1));
        }

        using var scope = NewDisposeScope();
        var bias = PositionBias(ids.size(1)); // [1, H, L, L]
        bias = valid is null ? bias : bias + KeyMask.Additive(valid); // [B, H, L, L]
        List<Tensor> states = [_words.forward(ids)]; // [B, L, D]
        foreach (var block in _blocks)
        {
            states.Add(block.Apply(states[^1], bias)); // [B, L, D]
        }

        return [.. states.Select(state => state.MoveToOuterDisposeScope())];
    }

    /// <summary>What is added to the scores of every block.</summary>
    /// <param name="length">L.</param>
    /// <returns><c>[1, H, L, L]</c>; the caller disposes.</returns>
    internal Tensor PositionBias(long length)
    {
        using var scope = NewDisposeScope();
        var places = arange(length, ScalarType.Int64, _relative.weight!.device); // [L]
        var buckets = Bucket(places.unsqueeze(0) - places.unsqueeze(1)); // [L, L], key − query
        return _relative.forward(buckets).permute(2, 0, 1).unsqueeze(0).MoveToOuterDisposeScope(); // [1, H, L, L]
    }

    /// <summary>The table's row for relative positions: exact up to a quarter of the rows, then in steps that grow with the logarithm of the distance.</summary>
    /// <param name="relative">Key − query, int64, of any shape. Borrowed.</param>
    /// <returns>int64 of the same shape; the caller disposes.</returns>
    internal Tensor Bucket(Tensor relative)
    {
        using var scope = NewDisposeScope();
        var half = Config.Buckets / 2;
        var exact = half / 2;
        var distance = relative.abs(); // [..]
        var far = (distance.to_type(ScalarType.Float32) / exact).log() / (float)Math.Log((double)Config.MaximumDistance / exact) * (half - exact); // [..]
        var coarse = (far.to_type(ScalarType.Int64) + exact).clamp_max(half - 1); // [..]
        var bucket = where(distance.lt(exact), distance, coarse) + (relative.gt(0).to_type(ScalarType.Int64) * half); // [..]
        return bucket.MoveToOuterDisposeScope();
    }
}
