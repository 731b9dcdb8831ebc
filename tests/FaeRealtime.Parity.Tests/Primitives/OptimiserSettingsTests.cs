using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Primitives;

namespace FaeRealtime.Parity.Tests.Primitives;

public sealed class OptimiserSettingsTests
{
    [Fact]
    public void Parse_AllSettings_ReadsNumbersWithoutLeadingZero()
    {
        var settings = OptimiserSettings.Parse("adamw_x", "lr 2e-4 betas .9 .95 eps 1e-7 wd .05 (decoupled)");

        Assert.Equal(2e-4, settings.LearningRate);
        Assert.Equal((0.9, 0.95), settings.Betas);
        Assert.Equal(1e-7, settings.Epsilon);
        Assert.Equal(0.05, settings.WeightDecay);
    }

    [Theory]
    [InlineData("sgd", "lr .1 momentum .9 nesterov", 0.9, 0, true)]
    [InlineData("sgd_mom", "lr .1 momentum .8 wd 1e-3 (coupled)", 0.8, 1e-3, false)]
    public void Parse_MomentumDescent_ReadsItsWords(string name, string text, double momentum, double decay, bool nesterov)
    {
        var settings = OptimiserSettings.Parse(name, text);

        Assert.Equal("sgd", settings.Kind);
        Assert.Equal((momentum, decay, nesterov), (settings.Momentum, settings.WeightDecay, settings.Nesterov));
    }

    [Theory]
    [InlineData("sgd", "lr .1 warmup 5", "warmup")]
    [InlineData("sgd", "lr fast", "fast")]
    [InlineData("sgd", "lr .1 momentum", "number")]
    [InlineData("adamw", "lr .1 wd .1 (coupled)", "(coupled)")]
    public void Parse_NotUnderstood_NamesTheWord(string name, string text, string word) =>
        Assert.Contains(word, Assert.Throws<ConfigException>(() => OptimiserSettings.Parse(name, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_UnknownKind_IsRefused() => Assert.Throws<ConfigException>(() => OptimiserSettings.Parse("lion", "lr .1").Create([]));
}
