using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
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

    [Theory]
    [InlineData(TrainingPrecision.Fp32)]
    [InlineData(TrainingPrecision.Bf16)]
    public void Average_OfManyTensors_EqualsOneTensorAfterTheOther(TrainingPrecision precision)
    {
        using var scope = torch.NewDisposeScope();
        var config = SmallRecipe.Model;
        var network = new LightningDiT((LightningDiTConfig)config.Generator, config.Latent);
        network.Initialise(1);
        using var module = new TrainedModule("m", network, new LightningDiT((LightningDiTConfig)config.Generator, config.Latent), precision);
        using var guard = torch.no_grad();
        var expected = module.Averages().Select(entry => entry.Averaged.clone()).ToArray();

        for (var i = 0; i < 3; i++)
        {
            foreach (var ((_, weight), average) in module.Parameters().Zip(expected))
            {
                weight.add_(torch.randn_like(weight));
                average.lerp_(weight, torch.tensor(1 - 0.7f));
            }

            module.Average(0.7f);
        }

        Assert.Equal(expected.Select(TensorExport.Values), module.Averages().Select(entry => TensorExport.Values(entry.Averaged)));
    }

    [Fact]
    public void Constructor_OfANetwork_KeepsItsAnswerAndItsGradients()
    {
        using var scope = torch.NewDisposeScope();
        var network = torch.nn.Linear(3, 2);
        var x = torch.randn(5, 3);
        network.forward(x).square().sum().backward();
        var (answer, gradient) = (network.forward(x).detach().clone(), network.weight!.grad!.clone());
        network.zero_grad();
        using var module = new TrainedModule("m", network, torch.nn.Linear(3, 2));

        var after = network.forward(x);
        after.square().sum().backward();

        Assert.Equal(TensorExport.Values(answer), TensorExport.Values(after));
        Assert.Equal(TensorExport.Values(gradient), TensorExport.Values(network.weight.grad!));
    }

    [Theory]
    [InlineData(TrainingPrecision.Fp32)]
    [InlineData(TrainingPrecision.Bf16)]
    public void Dispose_InEitherPrecision_LeavesNoTensor(TrainingPrecision precision) => Assert.Equal(0, LiveTensors.GrowthDuring(() =>
    {
        var config = SmallRecipe.Model;
        using var module = new TrainedModule("m", new LightningDiT((LightningDiTConfig)config.Generator, config.Latent), new LightningDiT((LightningDiTConfig)config.Generator, config.Latent), precision);
        module.Round();
        module.Average(0.5);
    }));

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
