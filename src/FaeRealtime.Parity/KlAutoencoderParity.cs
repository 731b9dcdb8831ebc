using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of Stable Diffusion 3's autoencoder: moments, a drawn latent, its normalised form, decoded pictures.</summary>
internal static class KlAutoencoderParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        var c = golden.Member("config");
        using var model = KlAutoencoder.Load(
            new KlAutoencoderConfig
            {
                Width = c.GetProperty("ch").GetInt32(),
                WidthFactors = [.. c.GetProperty("ch_mult").EnumerateArray().Select(factor => factor.GetInt32())],
                Blocks = c.GetProperty("num_res_blocks").GetInt32(),
                LatentChannels = c.GetProperty("z_channels").GetInt32(),
                PictureChannels = c.GetProperty("in_channels").GetInt32(),
            },
            golden.WeightsPath,
            golden.Device);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var pictures = golden.Input("x"); // [B, 3, H, W]
        golden.Compare("encoder.moments", model.Moments(pictures)); // [B, 2C, h, w]
        var (mean, logVariance) = model.Encode(pictures); // [B, C, h, w] each
        golden.Compare("mean", mean);
        golden.Compare("logvar_clamped", logVariance);
        var latent = KlAutoencoder.Sample(mean, logVariance, golden.Input("eps")); // [B, C, h, w]
        golden.Compare("latent_sample", latent);
        golden.Compare("latent_process_in", model.Normalise(latent));
        golden.Compare("latent_process_out", model.Denormalise(latent));
        golden.Compare("decoder.of_sample", model.Decode(latent)); // [B, 3, H, W]
        golden.Compare("decoder.of_z2", model.Decode(golden.Input("z2"))); // [B, 3, H, W]
        return golden.Finish();
    }
}
