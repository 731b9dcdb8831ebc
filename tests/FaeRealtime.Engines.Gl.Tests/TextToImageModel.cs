using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests.Networks;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>A model folder whose generator is a drawn MMDiT.</summary>
internal static class TextToImageModel
{
    public static ModelFolder Create(string path, ulong seed, bool student = false)
    {
        var (generator, latent) = RandomConfig.TextToImage(seed);
        var around = RandomConfig.Of(seed);
        return RandomModel.Create(path, around with
        {
            Encoder = around.Encoder with { InputSize = 4 * latent.Side, PretrainedGrid = latent.Side },
            Latent = latent,
            PixelDecoder = around.PixelDecoder with { ImageSize = around.PixelDecoder.ImageSize / around.Latent.Side * latent.Side },
            Generator = generator,
            Sampling = around.Sampling with { GuidedChannels = null },
            FewStep = student ? new FewStepConfig() : null,
        });
    }
}
