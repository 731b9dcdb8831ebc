using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Sampling.Tests.Conditions;

public sealed class DirectionWeightsTests
{
    private static readonly ModelDirections Known = new(
        [
            new Direction { Name = "component 1", Kind = DirectionKind.Feature, Vector = "a", Minimum = -2 },
            new Direction { Name = "smile", Kind = DirectionKind.Phrase, Vector = "b" },
            new Direction { Name = "component 2", Kind = DirectionKind.Feature, Vector = "c" },
        ],
        [[1, 0, 0], [1, -1], [0, 2, 1]]);

    [Theory]
    [InlineData("", "")]
    [InlineData(" , ", "")]
    [InlineData("Smile:1.5,component  2:-1", "smile:1.5, component 2:-1")]
    [InlineData("smile", "smile")]
    [InlineData("smile:0", "smile:0")]
    public void Parse_Text_IsWrittenTheSame(string text, string expected) => Assert.Equal(expected, DirectionWeights.Parse(text).ToString());

    [Theory]
    [InlineData("smile:x", "no number")]
    [InlineData("smile:NaN", "no number")]
    [InlineData("smile:101", "no number")]
    [InlineData("smile, smile:2", "given twice")]
    [InlineData(":1", "0 characters")]
    public void Parse_WhatIsNone_SaysWhy(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => DirectionWeights.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("smile", 2, "smile:2, component 2:-1")]
    [InlineData("smile", 0, "component 2:-1")]
    [InlineData("component 1", 1, "smile:1.5, component 2:-1, component 1")]
    public void With_OneWeight_LeavesTheOthers(string name, double weight, string expected) =>
        Assert.Equal(expected, DirectionWeights.Parse("smile:1.5, component 2:-1").With(name, weight).ToString());

    [Theory]
    [InlineData("grin", "has component 1, smile, component 2")]
    [InlineData("component 1:-2.5", "-2 to 3")]
    [InlineData("smile:4", "-3 to 3")]
    public void Require_WhatTheModelHasNot_NamesWhatItHas(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => DirectionWeights.Parse(text).Require(Known, "faces")).Message, StringComparison.Ordinal);

    [Fact]
    public void Require_OfAModelWithout_SaysSo()
    {
        DirectionWeights.None.Require(null, "faces");
        Assert.Contains("'faces' has none", Assert.Throws<ConfigException>(() => DirectionWeights.Parse("smile").Require(null, "faces")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_OfEachKind_AreItsOwn()
    {
        var weights = DirectionWeights.Parse("component 2:2, smile:0.5, component 1:-9");
        float[] text = [1, 1];
        weights.AddWords(Known, text);
        var filled = new float[3];
        weights.Fill(Known, DirectionKind.Feature, filled);

        Assert.Equal([1.5f, 0.5f], text);

        // What a wave moved out of the range stays at its end.
        Assert.Equal([-2f, 0f, 2f], filled);
        Assert.Equal([-2f, 4f, 2f], weights.FeatureSum(Known)!);
        Assert.Null(DirectionWeights.Parse("smile, component 1:0").FeatureSum(Known));
    }

    [Theory]
    [InlineData("smile", "smile, component 1", true)]
    [InlineData("", "component 1:2", true)]
    [InlineData("", "smile:0", true)]
    [InlineData("smile", "smile:2", false)]
    public void SameWords_OnlyPhrasesCount(string a, string b, bool expected) =>
        Assert.Equal(expected, DirectionWeights.Parse(a).SameWords(DirectionWeights.Parse(b), Known));
}
