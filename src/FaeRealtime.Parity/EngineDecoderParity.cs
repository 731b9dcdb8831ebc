using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of RAE's decoder through a frame engine: the picture, in 8 bits.</summary>
internal static class EngineDecoderParity
{
    private const int Colours = 3;

    /// <summary>Compares.</summary>
    /// <param name="golden">The case. Borrowed.</param>
    /// <param name="open">The engine for a model.</param>
    /// <param name="config">The decoder's sizes.</param>
    /// <param name="decoder">The decoder with its official weights; the encoder's colours go into its last layer. Borrowed.</param>
    public static void Run(GoldenCase golden, Func<ModelFolder, FrameEngineOptions> open, PixelDecoderConfig config, PixelDecoder decoder)
    {
        var shape = golden.Shape("decoder_tokens_in"); // [B, T, D]
        Recolour(decoder, golden.Numbers("encoder_mean"), golden.Numbers("encoder_std"));
        var (scratch, folder) = EngineModel.OfPixelDecoder(config, (int)Math.Sqrt(shape[1]), (int)shape[2], decoder);
        using (scratch)
        {
            using var engine = open(folder).Open();
            var (features, length) = (golden.Numbers("decoder_tokens_in"), engine.Info.FeatureLength);
            var plane = config.ImageSize * config.ImageSize;
            var (picture, painted) = (new byte[4 * plane], new float[shape[0] * Colours * plane]); // [H, W, 4], [B, 3, H, W]
            for (var i = 0; i < shape[0]; i++)
            {
                engine.DecodePixels(features.AsSpan(i * length, length), picture);
                for (var j = 0; j < Colours * plane; j++)
                {
                    painted[(i * Colours * plane) + j] = picture[(4 * (j % plane)) + (j / plane)] / 255f;
                }
            }

            float[] expected = [.. golden.Numbers("x_rec").Select(value => Math.Clamp(value, 0, 1))];
            golden.CompareNumbers("x_rec (8 bits, clamped)", painted, expected, ParityRule.Picture);
        }
    }

    // x·std + mean, which RAE does behind its decoder; a row of the last layer is (row, column, colour) of a patch.
    private static void Recolour(PixelDecoder decoder, float[] mean, float[] std)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var state = decoder.state_dict();
        var (weight, bias) = (state["proj_out.weight"], state["proj_out.bias"]); // [p·p·3, W], [p·p·3]
        var repeats = weight.size(0) / Colours;
        var (scale, shift) = (tensor(std).repeat(repeats), tensor(mean).repeat(repeats)); // [p·p·3]
        weight.mul_(scale.unsqueeze(1));
        bias.mul_(scale).add_(shift);
    }
}
