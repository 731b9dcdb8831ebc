using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators.TextToImage;

public sealed class TextFieldTests
{
    private static readonly Tensor X = Noise.Normal(1, 2, 4, 3, 3);
    private static readonly GeneratorInputs Wanted = new() { Text = Noise.Normal(2, 2, 7, 6), Pooled = Noise.Normal(3, 2, 10) };
    private static readonly GeneratorInputs None = new() { Text = Noise.Normal(4, 2, 7, 6), Pooled = Noise.Normal(5, 2, 10) };

    [Theory]
    [InlineData(1000.0)]
    [InlineData(1.0)]
    public void Velocity_NoGuidance_IsTheNetworkAtTheScaledTime(double scale)
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed with { TimeScale = scale });

        var velocity = new InputField(network).Velocity(X, 0.3, 0, new GuidedInputs(Wanted), 1);

        Assert.True(Noise.MaxDifference(Plain(network, Wanted, 0.3 * scale), velocity) < 1e-5);
        Assert.False(velocity.requires_grad);
    }

    [Theory]
    [InlineData(4.5)]
    [InlineData(0.0)]
    public void Velocity_Guided_LeadsAwayFromNoText(double guidance)
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed);

        var velocity = new InputField(network).Velocity(X, 0.3, 0, new GuidedInputs(Wanted, None), guidance);

        var (wanted, none) = (Plain(network, Wanted, 300), Plain(network, None, 300));
        Assert.True(Noise.MaxDifference(none + (guidance * (wanted - none)), velocity) < 1e-3);
    }

    [Fact]
    public void Velocity_TextsThatDoNotFitEachOther_AreRefused()
    {
        using var network = SmallNetworks.TextGenerator();
        var field = new InputField(network);

        Assert.Throws<ArgumentException>(() => field.Velocity(X, 0.3, 0, new GuidedInputs(Wanted), 2));
        Assert.Contains("[2, 5, 6], it must be [2, 7, 6]", Refused(None with { Text = None.Text!.narrow(1, 0, 5) }), StringComparison.Ordinal);

        string Refused(GeneratorInputs none) => Assert.Throws<ShapeException>(() => field.Velocity(X, 0.3, 0, new GuidedInputs(Wanted, none), 2)).Message;
    }

    private static Tensor Plain(MMDiT network, GeneratorInputs text, double time) =>
        network.Velocity(X, full([2], time), text.Text!, text.Pooled);
}
