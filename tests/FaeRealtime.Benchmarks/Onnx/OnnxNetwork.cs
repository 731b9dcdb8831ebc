using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Positions;

namespace FaeRealtime.Benchmarks.Onnx;

/// <summary>A model folder's generator and decoders as ONNX models with the folder's weights, for one picture: the arithmetic of <c>peers/network.py</c>.</summary>
/// <remarks>Fused operators of ONNX Runtime stand where it has them (RMSNorm, rotary positions, attention), because its optimiser does not find them in plain ones.</remarks>
internal sealed class OnnxNetwork
{
    private const float RmsEpsilon = 1e-6f;

    private readonly OnnxGraph _graph = new();
    private readonly Dictionary<string, long> _lengths = [];
    private readonly ICheckpoint _weights;
    private readonly int _tokens;
    private readonly int _side;
    private int _heads;
    private int _width;
    private (string Cosines, string Sines)? _rotation;

    private OnnxNetwork(ICheckpoint weights, int side)
    {
        _weights = weights;
        _side = side;
        _tokens = side * side;
    }

    /// <summary>From a latent <c>[1, C, h, w]</c>, times <c>t</c> and <c>r</c> <c>[1]</c> and a label <c>y</c> <c>[1]</c> to a velocity <c>[1, C, h, w]</c>.</summary>
    public static byte[] Generator(ModelFolder folder, string path)
    {
        using var weights = CheckpointFile.Open(path);
        var (config, latent) = ((LightningDiTConfig)folder.Config.Generator, folder.Config.Latent);
        var network = new OnnxNetwork(weights, latent.Side) { _heads = config.Heads, _width = config.Width };
        return network.Generator(config, latent);
    }

    /// <summary>From a latent <c>[1, C, h, w]</c> to RGB <c>[1, 3, H, W]</c>, nominal [0, 1].</summary>
    public static byte[] Decoders(ModelFolder folder)
    {
        using var features = CheckpointFile.Open(folder.FeatureDecoderPath);
        using var pixels = CheckpointFile.Open(folder.PixelDecoderPath);
        var network = new OnnxNetwork(features, folder.Config.Latent.Side);
        var x = network.Features(folder.Config);
        return new OnnxNetwork(pixels, folder.Config.Latent.Side, network._graph).Pixels(folder.Config.PixelDecoder, x);
    }

    private OnnxNetwork(ICheckpoint weights, int side, OnnxGraph graph)
        : this(weights, side) => _graph = graph;

    private byte[] Generator(LightningDiTConfig config, LatentConfig latent)
    {
        var x = _graph.Input("x", false, 1, latent.Channels, _side, _side);
        var c = Plus(Time("t", "t_embedder"), _graph.Add("Gather", [Weight("y_embedder.embedding_table.weight"), _graph.Input("y", true, 1)])); // [1, D]
        var r = Time("r", "r_embedder");
        c = _weights.Entries.ContainsKey("r_embedder.mlp.0.weight") ? Plus(c, r) : c;
        var mood = _graph.Add("Unsqueeze", [Silu(c), _graph.Integers(1)]); // [1, 1, D]
        _rotation = Rotation("feat_rope.");
        var h = Plus(Linear(Tokens(x, latent.Channels), "x_embedder.proj"), Weight("pos_embed")); // [1, T, D]
        for (var block = 0; block < config.Depth; block++)
        {
            var at = $"blocks.{block}.";
            var m = Parts(Linear(mood, at + "adaLN_modulation.1"), 6); // shift, scale, gate of attention, of the MLP; [1, 1, D]
            h = Plus(h, Times(m[2], Attend(Modulated(Rms(h, at + "norm1"), m[0], m[1]), at + "attn.")));
            h = Plus(h, Times(m[5], Gated(Modulated(Rms(h, at + "norm2"), m[3], m[4]), at + "mlp.")));
        }

        var last = Parts(Linear(mood, "final_layer.adaLN_modulation.1"), 2);
        var v = Linear(Modulated(Rms(h, "final_layer.norm_final"), last[0], last[1]), "final_layer.linear"); // [1, T, C]
        var planes = _graph.Add("Transpose", [v], ("perm", new long[] { 0, 2, 1 }));
        _graph.Output(_graph.Add("Reshape", [planes, _graph.Integers(1, latent.Channels, _side, _side)]), 1, latent.Channels, _side, _side);
        return _graph.ToModel();
    }

    private string Features(ModelConfig config)
    {
        var (latent, decoder) = (config.Latent, config.FeatureDecoder);
        (_heads, _width) = (decoder.Heads, decoder.Width);
        _rotation = Rotation(null);
        var z = _graph.Input("x", false, 1, latent.Channels, _side, _side);
        float[] scale = [.. Enumerable.Range(0, latent.Channels).Select(i => latent.Std.Count > 0 ? (float)latent.Std[i] : 1)];
        float[] shift = [.. Enumerable.Range(0, latent.Channels).Select(i => latent.Mean.Count > 0 ? (float)latent.Mean[i] : 0)];
        var raw = Plus(Times(z, _graph.Constant(scale, 1, latent.Channels, 1, 1)), _graph.Constant(shift, 1, latent.Channels, 1, 1));
        var h = Plus(Linear(Tokens(raw, latent.Channels), "proj_in"), Weight("pos_embed"));
        for (var block = 0; block < decoder.Depth; block++)
        {
            var at = $"blocks.{block}.";
            h = Plus(h, Attend(Rms(h, at + "norm1"), at + "attn."));
            h = Plus(h, Gated(Rms(h, at + "norm2"), at + "mlp."));
        }

        h = decoder.FinalNorm ? Rms(h, "norm") : h;
        return _weights.Entries.ContainsKey("proj_out.weight") ? Linear(h, "proj_out") : h; // [1, T, D of the features]
    }

    private byte[] Pixels(PixelDecoderConfig config, string x)
    {
        (_heads, _width, var patch) = (config.Heads, config.Width, config.ImageSize / _side);
        var h = Plus(Linear(x, "proj_in"), Weight("pos_embed"));
        for (var block = 0; block < config.Depth; block++)
        {
            var at = $"blocks.{block}.";
            h = Plus(h, Attend(Layer(h, at + "norm1", config), at + "attn."));
            h = Plus(h, Gated(Layer(h, at + "norm2", config), at + "mlp."));
        }

        var grid = _graph.Add("Reshape", [Linear(Layer(h, "norm", config), "proj_out"), _graph.Integers(1, _side, _side, patch, patch, 3)]);
        var planes = _graph.Add("Transpose", [grid], ("perm", new long[] { 0, 5, 1, 3, 2, 4 }));
        _graph.Output(_graph.Add("Reshape", [planes, _graph.Integers(1, 3, config.ImageSize, config.ImageSize)]), 1, 3, config.ImageSize, config.ImageSize);
        return _graph.ToModel();
    }

    // [1, C, h, w] to [1, T, C].
    private string Tokens(string x, long channels) => _graph.Add("Transpose", [_graph.Add("Reshape", [x, _graph.Integers(1, channels, _tokens)])], ("perm", new long[] { 0, 2, 1 }));

    private string Time(string name, string embedder)
    {
        var time = _graph.Input(name, false, 1);
        if (!_weights.Entries.ContainsKey($"{embedder}.mlp.0.weight"))
        {
            return time;
        }

        var waves = TimeWaves.Frequencies(TimeWaves.Width);
        var angles = Times(_graph.Add("Unsqueeze", [time, _graph.Integers(1)]), _graph.Constant(waves, 1, waves.Length));
        var wave = _graph.Add("Concat", [_graph.Add("Cos", [angles]), _graph.Add("Sin", [angles])], ("axis", 1L));
        return Linear(Silu(Linear(wave, $"{embedder}.mlp.0")), $"{embedder}.mlp.2");
    }

    private string Attend(string x, string at)
    {
        var parts = Parts(Linear(x, at + "qkv"), 3); // [1, T, D] each
        var (q, k) = _rotation is { } tables ? (Rotated(parts[0], tables), Rotated(parts[1], tables)) : (parts[0], parts[1]);
        return Linear(_graph.Add("com.microsoft:MultiHeadAttention", [q, k, parts[2]], ("num_heads", (long)_heads)), at + "proj");
    }

    private string Rotated(string x, (string Cosines, string Sines) tables) => _graph.Add(
        "com.microsoft:RotaryEmbedding", [x, Positions(), tables.Cosines, tables.Sines], ("interleaved", 1L), ("num_heads", (long)_heads), ("rotary_embedding_dim", (long)0));

    private string Positions() => _graph.Add("Reshape", [_graph.Integers([.. Enumerable.Range(0, _tokens).Select(i => (long)i)]), _graph.Integers(1, _tokens)]);

    // The tables name each angle once a pair of elements; a checkpoint's tables name it twice.
    private (string Cosines, string Sines) Rotation(string? prefix)
    {
        var head = _width / _heads;
        float[] Table(string key, Func<double, double> function) =>
            [.. (prefix is not null && _weights.Entries.ContainsKey(prefix + key) ? _weights.ReadSingle(prefix + key) : RotaryGrid.Table(head, _side, function)).Where((_, i) => i % 2 == 0)];
        return (_graph.Constant(Table("freqs_cos", Math.Cos), _tokens, head / 2), _graph.Constant(Table("freqs_sin", Math.Sin), _tokens, head / 2));
    }

    private string Gated(string x, string at)
    {
        var halves = Parts(Linear(x, at + "w12"), 2);
        return Linear(Times(Silu(halves[0]), halves[1]), at + "w3");
    }

    private string Modulated(string x, string shift, string scale) => Plus(Times(x, Plus(scale, _graph.Constant([1], 1))), shift);

    private string Rms(string x, string at) => _graph.Add("SimplifiedLayerNormalization", [x, Weight(at + ".weight")], ("axis", -1L), ("epsilon", RmsEpsilon));

    private string Layer(string x, string at, PixelDecoderConfig config) =>
        _graph.Add("LayerNormalization", [x, Weight(at + ".weight"), Weight(at + ".bias")], ("axis", -1L), ("epsilon", (float)config.NormEpsilon));

    // Weights lie as [outputs, inputs]; the product wants [inputs, outputs].
    private string Linear(string x, string at)
    {
        var shape = _weights.Entry(at + ".weight").Shape;
        var (outputs, inputs) = ((int)shape[0], (int)shape[1]);
        var (rows, columns) = (_weights.ReadSingle(at + ".weight"), new float[outputs * inputs]);
        for (var i = 0; i < rows.Length; i++)
        {
            columns[(i % inputs * outputs) + (i / inputs)] = rows[i];
        }

        var y = Plus(_graph.Add("MatMul", [x, _graph.Constant(columns, inputs, outputs)]), Weight(at + ".bias"));
        _lengths[y] = outputs;
        return y;
    }

    private string Silu(string x) => Times(x, _graph.Add("Sigmoid", [x]));

    // Equal parts of the last axis; a linear layer's result knows how long it is.
    private string[] Parts(string x, int count) => _graph.Add("Split", [x, _graph.Integers([.. Enumerable.Repeat(_lengths[x] / count, count)])], count, ("axis", -1L));

    private string Weight(string name) => _graph.Constant(_weights.ReadSingle(name), [.. _weights.Entry(name).Shape]);

    private string Plus(string a, string b) => _graph.Add("Add", [a, b]);

    private string Times(string a, string b) => _graph.Add("Mul", [a, b]);
}
