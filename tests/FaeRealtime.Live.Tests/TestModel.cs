using System.Runtime.InteropServices;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using TorchSharp;

namespace FaeRealtime.Live.Tests;

/// <summary>A model folder in its real file layout with drawn weights: lively pictures that mean nothing.</summary>
internal static class TestModel
{
    private const int Samples = 12;

    /// <summary>Micro sizes: a frame takes well under a millisecond of arithmetic.</summary>
    public static ModelConfig Micro { get; } = Sized("micro", width: 16, depth: 1, side: 4, channels: 4, imageSize: 32);

    /// <summary>The default model's sizes, for measuring.</summary>
    public static ModelConfig Full { get; } = Sized("full", width: 192, depth: 6, side: 8, channels: 16, imageSize: 64) with
    {
        Generator = new LightningDiTConfig { Width = 192, Depth = 12, Heads = 6, Classes = 3 },
    };

    /// <summary>Writes every file of a model folder.</summary>
    /// <param name="path">The folder, made when absent.</param>
    /// <param name="config">Sizes; null for <see cref="Micro"/>.</param>
    /// <param name="spoiled">Value for all generator weights instead of drawn ones, such as NaN.</param>
    public static ModelFolder Create(string path, ModelConfig? config = null, float? spoiled = null)
    {
        config ??= Micro;
        var folder = ModelFolder.Create(path, config, [.. Enumerable.Range(0, config.Generator.Classes).Select(i => $"class {i}")]);
        var features = config.Encoder.FeatureWidth;
        Save(LatentEncoder.Create(config.Autoencoder, features, config.Latent), folder.EncoderPath, 1);
        Save(new FeatureDecoder(config.FeatureDecoder, config.Latent, features), folder.FeatureDecoderPath, 2);
        Save(new PixelDecoder(config.PixelDecoder, features, config.Latent.Side), folder.PixelDecoderPath, 3);
        Save(new LightningDiT((LightningDiTConfig)config.Generator, config.Latent), folder.GeneratorPath, 4, spoiled);
        if (config.FewStep is not null)
        {
            Save(new LightningDiT((LightningDiTConfig)config.Generator, config.Latent, targetTime: true), folder.FewStepPath, 6);
        }

        Latents(config.Latent, config.Generator.Classes).Save(folder.SamplesPath);
        return folder;
    }

    private static ModelConfig Sized(string name, int width, int depth, int side, int channels, int imageSize) => new()
    {
        Name = name,
        Encoder = new VisionEncoderConfig
        {
            Name = "none", PatchSize = 16, InputSize = side * 16, PretrainedGrid = side, Width = width, Depth = 1, Heads = 2, MlpHidden = width,
        },
        Latent = new LatentConfig
        {
            Channels = channels,
            Side = side,
            Mean = [.. Enumerable.Range(0, channels).Select(i => 0.1 * i)],
            Std = [.. Enumerable.Range(0, channels).Select(i => 1.0 + (0.05 * i))],
        },
        Autoencoder = new AutoencoderConfig { Heads = 2, HeadWidth = 8 },
        FeatureDecoder = new FeatureDecoderConfig { Width = width, Depth = depth, Heads = width / 8 },
        PixelDecoder = new PixelDecoderConfig { ImageSize = imageSize, Width = width, Depth = depth, Heads = width / 8 },
        Generator = new LightningDiTConfig { Width = width, Depth = depth, Heads = width / 8, Classes = 3 },
        Sampling = new SamplingConfig { Steps = 4 },
    };

    private static void Save(torch.nn.Module module, string path, ulong seed, float? value = null)
    {
        using (module)
        {
            var stream = 0UL;
            foreach (var (name, parameter) in module.named_parameters())
            {
                var target = MemoryMarshal.Cast<byte, float>(parameter.bytes);
                if (value is { } constant)
                {
                    target.Fill(constant);
                }
                else if (parameter.ndim >= 2)
                {
                    Draw(target, seed, stream, 1.0 / Math.Sqrt((double)parameter.numel() / parameter.size(0)));
                }
                else if (name == "proj_out.bias")
                {
                    target.Fill(0.5f);
                }
                else if (name.EndsWith(".bias", StringComparison.Ordinal))
                {
                    Draw(target, seed, stream, 0.1);
                }

                stream++;
            }

            ModuleCheckpoint.Save(module, path);
        }
    }

    private static void Draw(Span<float> target, ulong seed, ulong stream, double deviation)
    {
        PhiloxNoise.FillNormal(seed, stream, 0, target);
        foreach (ref var value in target)
        {
            value *= (float)deviation;
        }
    }

    private static SampleLatents Latents(LatentConfig latent, int classes)
    {
        var values = new float[Samples * latent.Channels * latent.Side * latent.Side];
        PhiloxNoise.FillNormal(5, 0, 0, values);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i % classes)];
        return new SampleLatents(Samples, latent.Channels, latent.Side, values, labels, [.. labels.Select((_, i) => $"sample {i}")]);
    }
}
