using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>What both kinds of SigLIP cases share: configs and the comparison of embeddings.</summary>
internal static class SiglipCase
{
    /// <summary>The vision tower of a case.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="grid">Side of the position table's grid.</param>
    /// <param name="resize">How it is resized.</param>
    public static VisionEncoderConfig Vision(GoldenCase golden, int grid, PositionResize resize)
    {
        var c = golden.Member("config");
        var vision = c.GetProperty("vision");
        var patch = vision.GetProperty("patch_size").GetInt32();
        return new VisionEncoderConfig
        {
            Name = "golden",
            PatchSize = patch,
            InputSize = grid * patch,
            PretrainedGrid = grid,
            Width = vision.GetProperty("hidden_size").GetInt32(),
            Depth = vision.GetProperty("num_hidden_layers").GetInt32(),
            Heads = vision.GetProperty("num_attention_heads").GetInt32(),
            MlpHidden = vision.GetProperty("intermediate_size").GetInt32(),
            FeedForward = Kind(c),
            NormEpsilon = Epsilon(c),
            ClassToken = false,
            MaskToken = false,
            AttentionPool = true,
            PositionResize = resize,
            Mean = [0.5, 0.5, 0.5],
            Std = [0.5, 0.5, 0.5],
        };
    }

    /// <summary>The text tower of a case.</summary>
    public static TextEncoderConfig Text(GoldenCase golden)
    {
        var c = golden.Member("config");
        var text = c.GetProperty("text");
        return new TextEncoderConfig
        {
            Vocabulary = text.GetProperty("vocab_size").GetInt32(),
            Length = text.GetProperty("max_position_embeddings").GetInt32(),
            Width = text.GetProperty("hidden_size").GetInt32(),
            Depth = text.GetProperty("num_hidden_layers").GetInt32(),
            Heads = text.GetProperty("num_attention_heads").GetInt32(),
            MlpHidden = text.GetProperty("intermediate_size").GetInt32(),
            EmbeddingWidth = text.GetProperty("projection_size").GetInt32(),
            FeedForward = Kind(c),
            NormEpsilon = Epsilon(c),
        };
    }

    /// <summary>Compares one run of the text tower.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="model">With the case's weights.</param>
    /// <param name="run">The run's prefix.</param>
    /// <param name="valid"><c>[B, L]</c>: which tokens are the text's, not padding; null for all. Borrowed.</param>
    /// <returns>The embeddings <c>[B, E]</c>; the caller disposes.</returns>
    public static Tensor CompareText(GoldenCase golden, SiglipModel model, string run, Tensor? valid)
    {
        var (tokens, pooled) = model.Text.Encode(golden.Input("input_ids"), valid); // [B, L, D], [B, E]
        golden.Compare($"{run}.last_hidden_state", tokens);
        golden.Compare($"{run}.pooler_output", pooled);
        return pooled;
    }

    /// <summary>Compares embeddings, logits and loss; the first texts are the pictures' where a case has more texts than pictures.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="model">With the case's weights.</param>
    /// <param name="pictures">Embeddings <c>[N, E]</c>. Borrowed.</param>
    /// <param name="texts">Embeddings, N of <c>[.., E]</c> or more. Borrowed.</param>
    public static void CompareBoth(GoldenCase golden, SiglipModel model, Tensor pictures, Tensor texts)
    {
        var image = SiglipModel.Normalise(pictures); // [N, D]
        var text = SiglipModel.Normalise(texts.narrow(0, 0, Math.Min(texts.size(0), pictures.size(0)))); // [N, D]
        var logits = model.Logits(image, text); // [N, N]
        golden.Compare("both.image_embeds", image);
        golden.Compare("both.text_embeds", text);
        golden.Compare("both.logits_per_image", logits);
        golden.Compare("both.logits_per_text", logits.t());
        if (golden.Has("both.loss"))
        {
            golden.Compare("both.loss", SiglipModel.Loss(logits));
        }
    }

    // A case that does not say uses HF's defaults.
    private static FeedForwardKind Kind(JsonElement config) =>
        !config.TryGetProperty("hidden_act", out var act) ? FeedForwardKind.GeluTanh : act.GetString() switch
        {
            "gelu_pytorch_tanh" => FeedForwardKind.GeluTanh,
            "gelu" => FeedForwardKind.Gelu,
            var other => throw new Core.Errors.ConfigException($"hidden_act '{other}' is none of gelu, gelu_pytorch_tanh."),
        };

    private static double Epsilon(JsonElement config) =>
        config.TryGetProperty("layer_norm_eps", out var epsilon) ? epsilon.GetDouble() : 1e-6;
}
