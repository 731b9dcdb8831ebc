using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The paper's encoder from features to the posterior of the latent: one attention layer.</summary>
/// <remarks>FAE, figure 7 and appendix A: [q, k, v, s] = W₁x + b₁; a = softmax(qkᵀ/√Dh)·v per head; h = φ(s + a); [μ, log σ²] = W₂h + b₂.</remarks>
internal static class LatentEncoderGraph
{
    // REPA's and LDM's bounds on log σ².
    private const double MinimumLogVariance = -30;
    private const double MaximumLogVariance = 20;

    /// <summary>Writes the nodes from raw features <c>[B, T, D]</c> to mean and log-variance of the normalised latent, <c>[B, C, h, w]</c> each.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="model">The model.</param>
    public static void Write(LayerGraph layers, ModelConfig model)
    {
        var (graph, config, latent, width) = (layers.Graph, model.Autoencoder, model.Latent, model.Encoder.FeatureWidth);
        var x = FeatureScale.Read(layers.File, width).Standardised(graph, graph.Input(Ports.Features(latent, width)));
        x = config.PreNorm ? layers.Norm(x, "norm", config.PreNormKind, width) : x;
        var hidden = config.Heads * config.HeadWidth;
        var parts = graph.Split(layers.Linear(x, "linear1", 4 * hidden, width), 4, -1); // [B, T, H·Dh] each
        var sum = graph.Plus(parts[3], Attended(layers, config, latent, parts));
        var active = config.Activation == ActivationKind.Gelu ? graph.Gelu(sum) : graph.Silu(sum);
        var halves = graph.Split(layers.Linear(active, "linear2", 2 * latent.Channels, hidden), 2, -1); // [B, T, C] each
        var mean = LatentScale.Normalised(graph, graph.Planes(halves[0], latent.Side, 1, latent.Channels), latent);
        var bounded = graph.Clip(graph.Planes(halves[1], latent.Side, 1, latent.Channels), MinimumLogVariance, MaximumLogVariance);
        graph.Output(mean, Ports.Planes("mean", latent, "mean of the normalised latent"));
        graph.Output(LatentScale.NormalisedLogVariance(graph, bounded, latent), Ports.Planes("log_variance", latent, "log-variance of the normalised latent"));
    }

    /// <summary>Refuses an encoder without an ONNX form.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ConfigException">The encoder is of another kind than single attention.</exception>
    public static void Require(ModelConfig model)
    {
        if (model.Autoencoder.Kind != AutoencoderKind.SingleAttention)
        {
            throw new ConfigException(
                $"The encoder of model '{model.Name}' is a {model.Autoencoder.Kind} (autoencoder.kind), which has no ONNX form; the single attention has. Export its other networks: generator, few-step, feature-decoder, pixel-decoder.");
        }
    }

    private static string Attended(LayerGraph layers, AutoencoderConfig config, LatentConfig latent, string[] parts)
    {
        var heads = new HeadGraph(layers.Graph, config.Heads, config.HeadWidth);
        var rotary = config.Rope ? RotaryGraph.Of(layers, null, config.HeadWidth, latent.Side) : null;
        string Placed(string x, string norm)
        {
            var head = config.QkNorm ? layers.Norm(heads.Cut(x), norm, NormKind.RmsNorm, config.HeadWidth) : heads.Cut(x);
            return rotary is null ? head : rotary.Apply(head);
        }

        return heads.Mix(new HeadValues(Placed(parts[0], "q_norm"), Placed(parts[1], "k_norm"), heads.Cut(parts[2])));
    }
}
