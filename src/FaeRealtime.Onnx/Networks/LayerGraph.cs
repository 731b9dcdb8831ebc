using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The layers of a network with the weights of its file.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="file">The weights. Borrowed.</param>
internal sealed class LayerGraph(OnnxGraph graph, WeightFile file)
{
    /// <summary>What ViT, SiT, LightningDiT and MMDiT add to the variance of tokens.</summary>
    public const double TokenEpsilon = 1e-6;

    /// <summary>What LightningDiT adds to the variance of q and k where it uses torch.nn.LayerNorm's default.</summary>
    public const double LayerNormEpsilon = 1e-5;

    /// <summary>Where the nodes go.</summary>
    public OnnxGraph Graph => graph;

    /// <summary>The weights.</summary>
    public WeightFile File => file;

    /// <summary>A tensor of the file as it is.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="shape">What it must be.</param>
    public string Weight(string key, params long[] shape) => graph.Weight(key, file.Take(key, shape), shape);

    /// <summary>A table as the file has it, or computed where the file was saved without buffers.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="compute">Computes it.</param>
    /// <param name="shape">What it must be.</param>
    public float[] Table(string key, Func<float[]> compute, params long[] shape) => file.Has(key) ? file.Take(key, shape) : compute();

    /// <summary>A linear layer.</summary>
    /// <param name="x"><c>[.., depth]</c>.</param>
    /// <param name="name">Its key, without «.weight».</param>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="depth">Columns.</param>
    /// <param name="bias">Whether it has one.</param>
    /// <returns><c>[.., outputs]</c>.</returns>
    public string Linear(string x, string name, int outputs, int depth, bool bias = true) => Linear(x, name, file.Take($"{name}.weight", outputs, depth), outputs, bias);

    /// <summary>A convolution whose stride is its kernel: a linear layer over patches in the order (channel, row, column).</summary>
    /// <param name="planes"><c>[B, C, g·p, g·p]</c>.</param>
    /// <param name="name">Its key, without «.weight».</param>
    /// <param name="outputs">Width D of a token.</param>
    /// <param name="latent">C and the side.</param>
    /// <param name="patch">p.</param>
    /// <returns><c>[B, g·g, D]</c>.</returns>
    public string Patches(string planes, string name, int outputs, LatentConfig latent, int patch)
    {
        var tokens = graph.Patches(planes, latent.Side / patch, patch, latent.Channels);
        return Linear(tokens, name, file.Take($"{name}.weight", outputs, latent.Channels, patch, patch), outputs, bias: true);
    }

    /// <summary>A norm over the last axis with its own weight and bias, where its kind has them.</summary>
    /// <param name="x"><c>[.., width]</c>.</param>
    /// <param name="name">Its key, without «.weight».</param>
    /// <param name="kind">Which norm.</param>
    /// <param name="width">The axis' length.</param>
    /// <param name="epsilon">Added to the variance or mean square.</param>
    public string Norm(string x, string name, NormKind kind, int width, double epsilon = TokenEpsilon) => kind switch
    {
        NormKind.RmsNorm => graph.RmsNorm(x, Weight($"{name}.weight", width), epsilon),
        NormKind.LayerNorm => graph.LayerNorm(x, Weight($"{name}.weight", width), Weight($"{name}.bias", width), epsilon),
        _ => graph.LayerNorm(x, graph.Constant(Ones(width), width), shift: null, epsilon),
    };

    /// <summary>The norm of queries or keys over a head; none gives x.</summary>
    /// <param name="x"><c>[.., Dh]</c>.</param>
    /// <param name="name">Its key, without «.weight».</param>
    /// <param name="kind">Which norm, or null for none.</param>
    /// <param name="width">Dh.</param>
    /// <param name="layerNormEpsilon">What LayerNorms add to the variance.</param>
    public string HeadNorm(string x, string name, NormKind? kind, int width, double layerNormEpsilon) =>
        kind is { } known ? Norm(x, name, known, width, known == NormKind.RmsNorm ? TokenEpsilon : layerNormEpsilon) : x;

    /// <summary>Two linear layers with SiLU between them, as times and texts are embedded.</summary>
    /// <param name="x"><c>[B, depth]</c>.</param>
    /// <param name="prefix">Their keys' beginning.</param>
    /// <param name="width">D.</param>
    /// <param name="depth">Numbers that come in.</param>
    /// <returns><c>[B, D]</c>.</returns>
    public string Embedding(string x, string prefix, int width, int depth) =>
        Linear(graph.Silu(Linear(x, $"{prefix}.mlp.0", width, depth)), $"{prefix}.mlp.2", width, width);

    /// <summary>A time as waves through an embedding.</summary>
    /// <param name="time"><c>[B]</c>, in the scale and direction of the weights.</param>
    /// <param name="prefix">The embedding's keys' beginning.</param>
    /// <param name="width">D.</param>
    /// <returns><c>[B, D]</c>.</returns>
    public string Time(string time, string prefix, int width)
    {
        var frequencies = TimeWaves.Frequencies(TimeWaves.Width);
        var angles = graph.Times(graph.Unsqueeze(time, 1), graph.Constant(frequencies, 1, frequencies.Length)); // [B, W/2]
        return Embedding(graph.Join(1, graph.Add("Cos", [angles]), graph.Add("Sin", [angles])), prefix, width, TimeWaves.Width);
    }

    /// <summary>Shifts, gains and gates from a condition: a linear layer cut into vectors.</summary>
    /// <param name="condition">SiLU of the condition <c>[B, D]</c>.</param>
    /// <param name="name">The layer's key, without «.weight».</param>
    /// <param name="width">D.</param>
    /// <param name="vectors">How many.</param>
    /// <returns>As many <c>[B, 1, D]</c>.</returns>
    public string[] Vectors(string condition, string name, int width, int vectors) =>
        graph.Split(graph.Unsqueeze(Linear(condition, name, vectors * width, width), 1), vectors, 2);

    /// <summary>x·(1 + γ) + β.</summary>
    /// <param name="x"><c>[B, T, D]</c>, normed.</param>
    /// <param name="shift">β <c>[B, 1, D]</c>, or null for none.</param>
    /// <param name="scale">γ <c>[B, 1, D]</c>.</param>
    public string Modulated(string x, string? shift, string scale)
    {
        var scaled = graph.Times(x, graph.Plus(scale, graph.Constant(1)));
        return shift is null ? scaled : graph.Plus(scaled, shift);
    }

    private static float[] Ones(int width)
    {
        var ones = new float[width];
        Array.Fill(ones, 1f);
        return ones;
    }

    // Stored as the product takes it, so that no runtime has to turn it.
    private string Linear(string x, string name, float[] weight, int outputs, bool bias)
    {
        var depth = weight.Length / outputs;
        var turned = new float[weight.Length];
        for (var output = 0; output < outputs; output++)
        {
            for (var i = 0; i < depth; i++)
            {
                turned[((long)i * outputs) + output] = weight[((long)output * depth) + i];
            }
        }

        var product = graph.Product(x, graph.Weight($"{name}.weight", turned, depth, outputs));
        return bias ? graph.Plus(product, Weight($"{name}.bias", outputs)) : product;
    }
}
