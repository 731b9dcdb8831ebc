using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators;

public sealed class TextConditionTests
{
    private const int Width = 6;
    private static readonly LightningDiTConfig Config = SmallNetworks.Generation with { Text = new TextConditionConfig { Width = Width } };

    [Fact]
    public void Initialise_Words_SayNothingAtFirst()
    {
        using var network = SmallNetworks.Generator(Config);
        var parameters = network.named_parameters().ToDictionary(one => one.name, one => one.parameter);

        Assert.Equal(0, parameters["text_embedder.mlp.2.weight"].abs().max().item<float>());
        Assert.NotEqual(0, parameters["text_embedder.mlp.0.weight"].abs().max().item<float>());
    }

    [Fact]
    public void Velocity_Guided_LeadsAwayFromNoClassAndNoWords()
    {
        using var network = Alive();
        var (x, text) = (Noise.Normal(3, 2, 4, 3, 3), Values(1));

        var velocity = new GeneratorField(network).Velocity(x, 0.3, 0, ClassCondition.Of(3) with { Texts = [text] }, 2.5);

        var (t, words) = (full([2], 0.3), tensor(text, [1, Width]).expand(2, Width));
        var conditional = network.Average(x, t, t, tensor([3L, 3L]), words);
        var none = network.Average(x, t, t, tensor([5L, 5L]), zeros(2, Width));
        Assert.True(Noise.MaxDifference(none + (2.5 * (conditional - none)), velocity) < 1e-4);
        Assert.True(Noise.MaxDifference(conditional, network.forward(x, t, tensor([3L, 3L]))) > 1e-3);
    }

    [Fact]
    public void Velocity_WithANegativePrompt_LeadsAwayFromItsWords()
    {
        using var network = Alive();
        var (x, text, away) = (Noise.Normal(3, 2, 4, 3, 3), Values(1), Values(2));

        var velocity = new GeneratorField(network).Velocity(x, 0.3, 0, ClassCondition.Of(3) with { Texts = [[.. text, .. away]] }, 2.5);

        var t = full([2], 0.3);
        var conditional = network.Average(x, t, t, tensor([3L, 3L]), tensor(text, [1, Width]).expand(2, Width));
        var none = network.Average(x, t, t, tensor([5L, 5L]), tensor(away, [1, Width]).expand(2, Width));
        Assert.True(Noise.MaxDifference(none + (2.5 * (conditional - none)), velocity) < 1e-4);
        Assert.True(Noise.MaxDifference(none, network.Average(x, t, t, tensor([5L, 5L]), zeros(2, Width))) > 1e-3);
    }

    [Fact]
    public void Velocity_WordsAPicture_AreEachOnesOwn()
    {
        using var network = Alive();
        var x = Noise.Normal(3, 1, 4, 3, 3);
        var field = new GeneratorField(network);

        var both = field.Velocity(cat([x, x]), 0.3, 0, ClassCondition.Of(1) with { Texts = [Values(1), Values(2)] }, 1);

        foreach (var (row, seed) in new[] { (0, 1), (1, 2) })
        {
            var alone = field.Velocity(x, 0.3, 0, ClassCondition.Of(1) with { Texts = [Values(seed)] }, 1);
            Assert.True(Noise.MaxDifference(alone, both.narrow(0, row, 1)) < 1e-5);
        }

        Assert.Throws<ShapeException>(() => field.Velocity(cat([x, x, x]), 0.3, 0, ClassCondition.Of(1) with { Texts = [Values(1), Values(2)] }, 1));
    }

    [Fact]
    public void Velocity_WordsForANetworkWithout_Refused()
    {
        using var network = SmallNetworks.Generator();

        var failure = Assert.Throws<ConfigException>(() => new GeneratorField(network).Velocity(Noise.Normal(3, 1, 4, 3, 3), 0.3, 0, ClassCondition.Of(1) with { Texts = [Values(1)] }, 1));

        Assert.Contains("generator.text", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_ReachesTheWords()
    {
        using var network = Alive();
        var t = full([2], 0.3);

        network.Average(Noise.Normal(3, 2, 4, 3, 3), t, t, tensor([3L, 1L]), tensor(Values(1), [1, Width]).expand(2, Width)).square().sum().backward();

        foreach (var (name, parameter) in network.named_parameters().Where(one => one.name.StartsWith("text_embedder", StringComparison.Ordinal)))
        {
            Assert.True(parameter.grad?.abs().max().item<float>() > 0, name);
        }
    }

    /// <summary>Other data with other classes: each begins as no class did.</summary>
    [Fact]
    public void Begin_WeightsOfOtherClasses_EveryClassBeginsAsNone()
    {
        var file = Path.Combine(Path.GetTempPath(), $"fae-{Guid.NewGuid():n}.safetensors");
        using var teacher = SmallNetworks.Generator();
        Noise.Disturb(teacher);
        try
        {
            ModuleCheckpoint.Save(teacher, file);
            using var network = SmallNetworks.Generator(SmallNetworks.Generation with { Classes = 2 });

            network.Begin(file);

            var (x, t) = (Noise.Normal(3, 2, 4, 3, 3), full([2], 0.3));
            var none = (long)SmallNetworks.Generation.Classes;
            Assert.True(Noise.MaxDifference(teacher.forward(x, t, tensor([none, none])), network.forward(x, t, tensor([0L, 1L]))) < 1e-6);
            Assert.True(Noise.MaxDifference(teacher.forward(x, t, tensor([0L, 1L])), network.forward(x, t, tensor([0L, 1L]))) > 1e-4);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Begin_WeightsWithoutWords_TakenOverAndWordsStayDrawn()
    {
        var file = Path.Combine(Path.GetTempPath(), $"fae-{Guid.NewGuid():n}.safetensors");
        using var teacher = SmallNetworks.Generator();
        Noise.Disturb(teacher);
        try
        {
            ModuleCheckpoint.Save(teacher, file);
            using var network = SmallNetworks.Generator(Config);

            network.Begin(file);

            var (x, t) = (Noise.Normal(3, 2, 4, 3, 3), full([2], 0.3));
            Assert.True(Noise.MaxDifference(teacher.forward(x, t, tensor([3L, 1L])), network.Average(x, t, t, tensor([3L, 1L]), tensor(Values(1), [1, Width]).expand(2, Width))) < 1e-5);

            using var larger = SmallNetworks.Generator(SmallNetworks.Generation with { Depth = 1 });
            Assert.Contains("blocks.", Assert.Throws<CheckpointException>(() => larger.Begin(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LightningDiT Alive()
    {
        var network = SmallNetworks.Generator(Config);
        Noise.Disturb(network);
        return network;
    }

    private static float[] Values(int seed) => Noise.Normal((ulong)seed, Width).data<float>().ToArray();
}
