using FaeRealtime.Core.Config;
using FaeRealtime.Models.Tests.Flows;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators;

public sealed class GeneratorFamiliesTests
{
    private static readonly GeneratorConfig[] All =
    [
        SmallNetworks.Generation,
        SmallNetworks.TextToImage,
        new StarFlowConfig { Width = 40, Layers = [1, 2], HeadWidth = 20, Classes = 5, ConditionTokens = 1, ConditionWidth = 6 },
        SmallFlows.Tar with { PatchSize = 1 },
        new DdtConfig { Body = SmallNetworks.Generation, HeadWidth = 48, HeadDepth = 1, HeadHeads = 4 },
    ];

    public static TheoryData<int> Families => new(Enumerable.Range(0, All.Length));

    [Theory]
    [MemberData(nameof(Families))]
    public void Sampler_OfEveryFamily_MakesOtherLatentsOfOtherNoiseAndConditions(int index)
    {
        var config = All[index];
        using var network = ModelNetworks.Generator(SmallNetworks.Model with { Generator = config });
        RandomWeights.Draw(network, 3);
        var x = Noise.Normal(1, 2, 4, 3, 3);
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 2, Guidance = 2 });
        var asked = config.Classes > 0 ? ClassCondition.Of(1) : ClassCondition.None with { Texts = [[.. Enumerable.Range(0, config.TextNumbers).Select(i => i % 3 - 1f)]] };

        // As the engines call it.
        using var guard = inference_mode();
        var sampler = network.Sampler(null);
        Tensor Made(Tensor noise, ClassCondition condition) => sampler.Generate(noise, condition, plan, null, CancellationToken.None);
        var made = Made(x, asked);

        Assert.Equal(x.shape, made.shape);
        Assert.True(made.isfinite().all().item<bool>());
        Assert.False(made.requires_grad);
        Assert.True(Noise.MaxDifference(made, Made(x, asked)) < 1e-6);
        Assert.True(Noise.MaxDifference(made, Made(x, ClassCondition.None)) > 1e-6, "The condition says nothing.");
        Assert.True(Noise.MaxDifference(made[0], Made(x, asked)[1]) > 1e-3, "The noise says nothing.");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Device_OfEveryFamily_CanBeChanged(int index)
    {
        using var network = ModelNetworks.Generator(SmallNetworks.Model with { Generator = All[index] });

        // TorchSharp refuses modules with two properties of one name.
        var moved = network.to(new Device(DeviceType.META));

        Assert.All(moved.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Sampler_OfAFlow_LeavesLatentsThatAreNoNoise(int index)
    {
        using var network = ModelNetworks.Generator(SmallNetworks.Model with { Generator = All[index] });
        RandomWeights.Draw(network, 3);
        var x = Noise.Normal(1, 2, 4, 3, 3);

        var made = network.Sampler(null).Generate(x, ClassCondition.None, new SamplingPlan([new FlowStep(0.5, 0, 1)]), null, CancellationToken.None);

        Assert.Equal(0, Noise.MaxDifference(x, made));
    }

    public static TheoryData<GeneratorConfig> WithoutClasses => new(
        SmallNetworks.TextToImage,
        new StarFlowConfig { Width = 40, Layers = [1, 2], HeadWidth = 20, ConditionTokens = 2, ConditionWidth = 6 },
        new StarFlowConfig { Width = 40, Layers = [1, 2], HeadWidth = 20 },
        SmallFlows.Tar with { PatchSize = 1, Classes = 0 });

    [Theory]
    [MemberData(nameof(WithoutClasses))]
    public void InputsOf_ClassOfAGeneratorWithoutClasses_Refused(GeneratorConfig config)
    {
        using var network = ModelNetworks.Generator(SmallNetworks.Model with { Generator = config });
        using var scope = NewDisposeScope();

        var refused = Assert.Throws<Core.Errors.ConfigException>(() => network.InputsOf(ClassCondition.PerImage([null, 3]), 2, CPU));

        Assert.Contains("Class 3 is asked of a generator that knows no classes (generator.classes is 0). Ask for none", refused.Message, StringComparison.Ordinal);
        Assert.Equal(config.TextNumbers > 0, refused.Message.Contains("for words", StringComparison.Ordinal));
        Assert.Null(network.InputsOf(ClassCondition.None, 2, CPU).Labels);

        // Training hands every generator its pictures' labels.
        Assert.Null(network.InputsFor(tensor(new[] { 0L, 3 }), null).Labels);
    }

    [Fact]
    public void Sampler_WordsOfAnotherNumber_Refused()
    {
        using var network = ModelNetworks.Generator(SmallNetworks.Model with { Generator = SmallNetworks.TextToImage });
        var condition = ClassCondition.None with { Texts = [new float[3]] };

        var refused = Assert.Throws<Core.Errors.ConfigException>(() => network.InputsOf(condition, 1, CPU));

        Assert.Contains("Words of 3 numbers came to a generator that takes 52", refused.Message, StringComparison.Ordinal);
    }
}
