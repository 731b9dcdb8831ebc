using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Motion;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.Tests.CommandLine;

public sealed class ClassChoiceTests
{
    private static readonly string[] Names = ["Cats", "Dogs", "Odd: ones"];

    [Theory]
    [InlineData("1", "Dogs")]
    [InlineData("dogs", "Dogs")]
    [InlineData("Odd: ones", "Odd: ones")]
    [InlineData("0:3,Odd: ones:1", "Cats:3,Odd: ones:1")]
    [InlineData("none", "none")]
    [InlineData("d", "Dogs")]
    [InlineData("CA", "Cats")]
    [InlineData("ca:3,odd", "Cats:3,Odd: ones:1")]
    public void Parse_Choice_IsDescribed(string text, string expected) => Assert.Equal(expected, ClassChoice.Parse(text, Names).Describe(5));

    [Fact]
    public void Condition_Blend_HasTheSharesOfTheWeights()
    {
        var rows = ClassChoice.Parse("0:3,2:1", Names).Condition(5).Rows;

        Assert.Equal([new WeightedClass(0, 0.75), new WeightedClass(2, 0.25)], Assert.Single(rows));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("mixed")]
    public void Condition_Mixed_IsWhatASessionDrawsForTheSeed(string? text)
    {
        var choice = ClassChoice.Parse(text, Names);

        var drawn = Enumerable.Range(0, 50).Select(seed => Assert.Single(Assert.Single(choice.Condition((ulong)seed).Rows)).Class).ToList();

        Assert.Equal(Enumerable.Range(0, 50).Select(seed => ClassDraw.Of((ulong)seed, Names.Length)), drawn);
        Assert.Equal([0, 1, 2], drawn.Distinct().Order());
    }

    [Fact]
    public void Parse_NothingGivenForAModelWithoutClasses_IsNone()
    {
        var choice = ClassChoice.Parse(null, []);

        Assert.Empty(Assert.Single(choice.Condition(3).Rows));
        Assert.Equal("none", choice.Describe(3));
    }

    [Fact]
    public void Parse_FirstLettersOfSeveralClasses_NamesThem()
    {
        string[] names = ["Cats", "Cat", "Caterpillars"];
        Assert.Equal("Cat", ClassChoice.Parse("cat", names).Describe(0));
        Assert.Equal("Caterpillars", ClassChoice.Parse("cate", names).Describe(0));
        Assert.Contains("'Cats' or 'Cat' or 'Caterpillars'", Assert.Throws<ConfigException>(() => ClassChoice.Parse("ca", names)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("birds")]
    [InlineData("birds:2")]
    [InlineData("1:0")]
    [InlineData("1:x")]
    [InlineData("1:NaN")]
    [InlineData("")]
    public void Parse_NoClassOrWeight_IsRefused(string text) =>
        Assert.StartsWith($"--class is '{text}'", Assert.Throws<ConfigException>(() => ClassChoice.Parse(text, Names)).Message, StringComparison.Ordinal);
}
