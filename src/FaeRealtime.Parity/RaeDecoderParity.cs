using System.Text.Json;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of bytetriper/RAE: GeneralDecoder and what RAE.decode does around it.</summary>
internal static class RaeDecoderParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        var c = golden.Member("config");
        var grid = Config(golden).ImageSize / c.GetProperty("patch_size").GetInt32();
        if (options.Engine is { } engine)
        {
            using var bare = Load(golden, c.GetProperty("latent_dim").GetInt32(), grid);
            EngineDecoderParity.Run(golden, engine, Config(golden), bare);
            return golden.FinishEngine();
        }

        using var decoder = Load(golden, c.GetProperty("latent_dim").GetInt32(), grid);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var rae = new RaeDecoder(decoder, Statistics(golden));
        var latent = golden.Input("latent"); // [B, C, h, w]
        var tokens = rae.Tokens(latent); // [B, T, C]
        golden.CompareStored("decoder_pos_embed", SinCosPositions.Table(Config(golden).Width, grid, golden.Device, classRow: true)); // [1, 1 + T, W]
        golden.Compare("decoder_tokens_in", tokens);
        CompareHidden(golden, decoder, tokens, string.Empty);
        golden.Compare("unpatchified", decoder.forward(tokens)); // [B, 3, H, W]
        golden.Compare("x_rec", rae.Decode(latent)); // [B, 3, H, W]
        if (golden.Has("latent_other_grid"))
        {
            // The statistics belong to one grid; the official case gives this one to the bare decoder.
            CompareHidden(golden, decoder, golden.Input("latent_other_grid").flatten(2).transpose(1, 2), "other_grid.");
        }

        return golden.Finish();
    }

    private static void CompareHidden(GoldenCase golden, PixelDecoder decoder, Tensor features, string run)
    {
        var embedded = decoder.Embed(features); // [B, 1 + T, W]
        var outputs = decoder.Blocks(embedded);
        golden.Compare($"{run}hidden_state0", embedded);
        for (var i = 0; i < outputs.Count; i++)
        {
            golden.Compare($"{run}hidden_state{i + 1}", outputs[i]);
        }

        golden.Compare($"{run}logits", decoder.Pixels(outputs[^1])); // [B, T, p·p·3]
    }

    private static PixelDecoder Load(GoldenCase golden, int latentWidth, int grid)
    {
        var decoder = new PixelDecoder(Config(golden), latentWidth, grid, golden.Device);
        using var checkpoint = CheckpointFile.Open(golden.WeightsPath);
        ModuleCheckpoint.Load(decoder, checkpoint, PixelDecoderLayouts.All);
        return decoder;
    }

    private static RaeStatistics Statistics(GoldenCase golden) => new(
        golden.Has("stats.mean") ? golden.Input("stats.mean") : null, // [C, h, w]
        golden.Has("stats.var") ? golden.Input("stats.var") : null)
    {
        Epsilon = golden.Member("config").GetProperty("eps_stats").GetDouble(),
        ImageMean = Values(golden, "encoder_mean"),
        ImageStd = Values(golden, "encoder_std"),
    };

    private static double[] Values(GoldenCase golden, string name) => [.. golden.Input(name).cpu().flatten().data<float>().ToArray().Select(value => (double)value)];

    private static PixelDecoderConfig Config(GoldenCase golden)
    {
        var c = golden.Member("config");
        var act = c.GetProperty("hidden_act").GetString() ?? string.Empty;
        if (c.GetProperty("num_channels").GetInt32() != 3 || !act.StartsWith("gelu", StringComparison.Ordinal))
        {
            throw new ConfigException($"'{golden.Directory}': num_channels is {c.GetProperty("num_channels")} and hidden_act '{act}'; this decoder paints 3 colours and has gelu.");
        }

        return new PixelDecoderConfig
        {
            ImageSize = c.GetProperty("image_size").GetInt32(),
            Width = c.GetProperty("decoder_hidden_size").GetInt32(),
            Depth = c.GetProperty("decoder_num_hidden_layers").GetInt32(),
            Heads = c.GetProperty("decoder_num_attention_heads").GetInt32(),
            MlpHidden = c.GetProperty("decoder_intermediate_size").GetInt32(),
            FeedForward = act.Contains("tanh", StringComparison.Ordinal) ? FeedForwardKind.GeluTanh : FeedForwardKind.Gelu,
            NormEpsilon = c.GetProperty("layer_norm_eps").GetDouble(),
            ClassToken = true,
            FixedPositions = true,
            ResizeTokens = true,
        };
    }
}
