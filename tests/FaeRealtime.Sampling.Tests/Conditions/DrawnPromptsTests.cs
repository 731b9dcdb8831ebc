using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Sampling.Tests.Conditions;

public sealed class DrawnPromptsTests
{
    private static readonly PhraseVectors Words = new(
        new TextConditionConfig { Encoder = "letters", Width = 2 }, new PhraseTable("letters", 2, ["red", "blue", "a hat"], [1, 0, 0, 1, 1, 1]), null);

    [Fact]
    public void Of_Seeds_DrawsKnownCaptionsOfTheirClass()
    {
        var prompts = DrawnPrompts.Of(Samples(("Red, a hat", 0), ("blue", 0), ("a hat", 1), ("a dragon", 1), ("red, a dragon", 2)), 3, Words)!;

        var drawn = Enumerable.Range(0, 50).Select(seed => prompts.Of((ulong)seed, 0)).ToArray();

        Assert.Equal(["blue", "red, a hat"], drawn.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(drawn, Enumerable.Range(0, 50).Select(seed => prompts.Of((ulong)seed, 0)));
        Assert.All(Enumerable.Range(0, 50), seed => Assert.Equal("a hat", prompts.Of((ulong)seed, 1)));
        Assert.Equal("", prompts.Of(3, 2));
    }

    [Fact]
    public void Of_AModelOfWordsAlone_DrawsFromAllSamples()
    {
        var prompts = DrawnPrompts.Of(Samples(("red", 0), ("blue", 7)), 0, Words)!;

        Assert.Equal(["blue", "red"], Enumerable.Range(0, 50).Select(seed => prompts.Of((ulong)seed, 0)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_NothingToDraw_IsNone()
    {
        Assert.Null(DrawnPrompts.Of(null, 3, Words));
        Assert.Null(DrawnPrompts.Of(Samples(("red", 0)), 1, null));
        Assert.Null(DrawnPrompts.Of(Samples(("0001.png", 0), ("", 0)), 1, Words));
    }

    private static SampleLatents Samples(params (string Name, int Label)[] samples) =>
        new(samples.Length, 1, 1, new float[samples.Length], [.. samples.Select(one => one.Label)], [.. samples.Select(one => one.Name)]);
}
