using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Testing;
using static TorchSharp.torch;

namespace FaeRealtime.Host.Tests.Commands;

/// <summary>The default model with a small LightningDiT that learned its samples for some seconds: enough to tell the direction of time from.</summary>
internal static class LearnedModel
{
    private const int Steps = 150;

    public static ModelFolder Create(string path)
    {
        var content = ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));
        var generator = new LightningDiTConfig { Width = 64, Depth = 2, Heads = 2, Classes = content.Classes.Count };
        var folder = ModelFolder.Create(path, content.Config with { Generator = generator, FewStep = null }, content.Classes);
        foreach (var file in new[] { ModelFolder.EncoderFile, ModelFolder.FeatureDecoderFile, ModelFolder.PixelDecoderFile, ModelFolder.SamplesFile })
        {
            File.Copy(Path.Combine(content.Path, file), Path.Combine(path, file));
        }

        using var network = new LightningDiT(generator, folder.Config.Latent);
        network.Initialise(1);
        Learn(network, folder);
        ModuleCheckpoint.Save(network, folder.GeneratorPath);
        return folder;
    }

    private static void Learn(LightningDiT network, ModelFolder folder)
    {
        using var scope = NewDisposeScope();
        var (latent, samples) = (folder.Config.Latent, SampleLatents.Load(folder));
        long[] channels = [1, latent.Channels, 1, 1];
        var (mean, std) = (tensor(latent.Mean.ToArray(), channels).to(ScalarType.Float32), tensor(latent.Std.ToArray(), channels).to(ScalarType.Float32));
        var z = (tensor(samples.Latents, [samples.Count, latent.Channels, latent.Side, latent.Side]) - mean) / std; // [N, C, h, w]
        using var random = new Generator(3);
        using var optimiser = optim.Adam(network.parameters(), 3e-3);
        var labels = full([samples.Count], network.Config.Classes, dtype: ScalarType.Int64);
        for (var step = 0; step < Steps; step++)
        {
            using var own = NewDisposeScope();
            var (t, noise) = (rand([samples.Count], generator: random), randn(z.shape, generator: random));
            var share = t.view(-1, 1, 1, 1);
            var loss = (network.forward(((1 - share) * z) + (share * noise), t, labels) - (noise - z)).square().mean();
            optimiser.zero_grad();
            loss.backward();
            optimiser.step();
        }
    }
}
