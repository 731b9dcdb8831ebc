using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class TrainedModuleTests
{
    [Fact]
    public void Average_AtTheStart_IsACopyThatNeedsNoGradient()
    {
        var trained = torch.nn.Linear(3, 2);
        using var module = new TrainedModule("m", trained, torch.nn.Linear(3, 2));

        foreach (var ((_, weights), (_, averaged)) in module.Parameters().Zip(module.Averages()))
        {
            Assert.Equal(weights.data<float>().ToArray(), averaged.data<float>().ToArray());
            Assert.NotSame(weights, averaged);
            Assert.False(averaged.requires_grad);
        }
    }

    [Fact]
    public void Average_OfMovedWeights_IsTheWeightedMean()
    {
        var trained = torch.nn.Linear(1, 1, hasBias: false);
        var averaged = torch.nn.Linear(1, 1, hasBias: false);
        Fill(trained.weight, 1);
        using var module = new TrainedModule("m", trained, averaged);
        Fill(trained.weight, 5);

        module.Average(0.75);

        Assert.Equal(2.0, averaged.weight.data<float>()[0], 6);
    }

    [Fact]
    public void Parameters_OfAModule_HaveItsPrefix()
    {
        using var module = new TrainedModule("m", torch.nn.Linear(3, 2), torch.nn.Linear(3, 2));

        Assert.Equal(["m.weight", "m.bias"], module.Parameters().Select(entry => entry.Key));
    }

    [Fact]
    public void Bf16_Layers_AreRoundedAndStatisticsTablesAndAveragesAreNot()
    {
        var config = SmallRecipe.Model;
        var decoder = new FeatureDecoder(config.FeatureDecoder, config.Latent, config.Encoder.FeatureWidth);
        var encoder = LatentEncoder.Create(config.Autoencoder, config.Encoder.FeatureWidth, config.Latent);
        foreach (var (network, average) in new (torch.nn.Module, torch.nn.Module)[]
        {
            (decoder, new FeatureDecoder(config.FeatureDecoder, config.Latent, config.Encoder.FeatureWidth)),
            (encoder, LatentEncoder.Create(config.Autoencoder, config.Encoder.FeatureWidth, config.Latent)),
        })
        {
            using var module = new TrainedModule("m", network, average, TrainingPrecision.Bf16);

            Assert.All(network.parameters(), parameter => Assert.Equal(torch.ScalarType.BFloat16, parameter.dtype));
            Assert.All(network.buffers(), buffer => Assert.Equal(torch.ScalarType.Float32, buffer.dtype));
            Assert.All(average.parameters(), parameter => Assert.Equal(torch.ScalarType.Float32, parameter.dtype));
            Assert.All(module.Parameters(), entry => Assert.Equal(torch.ScalarType.Float32, entry.Trained.dtype));
            Assert.Equal(average.named_parameters().Select(entry => $"m.{entry.name}"), module.Parameters().Select(entry => entry.Key));
        }
    }

    private static void Fill(torch.Tensor tensor, float value)
    {
        using var guard = torch.no_grad();
        tensor.fill_(value);
    }
}
