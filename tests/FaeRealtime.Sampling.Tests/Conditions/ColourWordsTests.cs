using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Conditions.Colours;

namespace FaeRealtime.Sampling.Tests.Conditions;

/// <summary>Names of colours that a model does not know are said with those that it knows.</summary>
public sealed class ColourWordsTests
{
    private static readonly string[] Colours = ["white", "black", "grey", "red", "orange", "yellow", "green", "turquoise", "blue", "purple", "pink", "brown"];

    /// <summary>As people would sort them.</summary>
    [Theory]
    [InlineData("scarlet", "red")]
    [InlineData("maroon", "red")]
    [InlineData("burgundy", "red")]
    [InlineData("navy", "blue")]
    [InlineData("sky blue", "blue")]
    [InlineData("dark green", "green")]
    [InlineData("olive green", "green")]
    [InlineData("mint green", "green")]
    [InlineData("teal", "turquoise")]
    [InlineData("lavender", "purple")]
    [InlineData("lilac", "purple")]
    [InlineData("magenta", "pink")]
    [InlineData("hot pink", "pink")]
    [InlineData("pumpkin", "orange")]
    [InlineData("mustard", "yellow")]
    [InlineData("lemon yellow", "yellow")]
    [InlineData("chocolate", "brown")]
    [InlineData("charcoal", "grey")]
    [InlineData("slate grey", "grey")]
    [InlineData("silver", "grey")]
    [InlineData("jet black", "black")]
    [InlineData("snowy white", "white")]
    public void Reword_OtherName_IsTheKnownOneThatLooksMostLikeIt(string name, string known) =>
        Assert.Equal($"{known} scarf", Words([.. Colours.Select(colour => $"{colour} scarf")]).Reword($"{name} scarf"));

    [Fact]
    public void Reword_SomeNamesMakeAKnownPhrase_TheNearestOfThese() =>
        Assert.Equal("ginger beard", Words("ginger beard", "black beard", "orange hat").Reword("tangerine beard"));

    [Fact]
    public void Reword_NoNameMakesAKnownPhrase_TheNearestOfAll()
    {
        var words = Words("red hair", "blue hair");

        Assert.Equal("a red coat with blue buttons", words.Reword("a crimson coat with azure buttons"));
        Assert.Equal("blue", words.Reword("navy"));
    }

    [Theory]
    [InlineData("red dragon")]
    [InlineData("wide smile")]
    [InlineData("light pink bow")]
    [InlineData("")]
    public void Reword_NothingToReplace_TheSame(string phrase) => Assert.Equal(phrase, Words("red hair", "light pink hair").Reword(phrase));

    [Fact]
    public void Reword_TableWithoutColours_TheSame() => Assert.Equal("crimson hair", Words("wide smile").Reword("crimson hair"));

    /// <summary>No text encoder is asked for a colour, and none is needed.</summary>
    [Fact]
    public void Vector_OtherColourOfAKnownPhrase_IsKnownWithoutAnEncoder()
    {
        var table = new PhraseTable("letters", 2, ["red hair", "blue hair"], [1, 2, 3, 4, 5, 6], [1, 2]);
        var words = new PhraseVectors(new TextConditionConfig { Encoder = "letters", Width = 2, Nearest = true }, table, null, tokens: 3);

        Assert.Equal([3, 4, 5, 6], words.Vector("azure hair").ToArray());
        Assert.Equal("blue hair", words.ReadAs("azure hair"));
        Assert.Null(words.ReadAs("blue hair"));
        Assert.Contains("'azure coat'", Assert.Throws<ConfigException>(() => words.Vector("azure coat")).Message, StringComparison.Ordinal);
    }

    /// <summary>A model of sentences reads every word as its encoder gives it.</summary>
    [Fact]
    public void Vector_ModelThatDoesNotAskForTheNearest_IsTheEncoders()
    {
        var table = new PhraseTable("letters", 2, ["red hair"], [1, 2], [1]);
        var words = new PhraseVectors(new TextConditionConfig { Encoder = "letters", Width = 2 }, table, null, tokens: 3);

        Assert.Throws<ConfigException>(() => words.Vector("crimson hair"));
    }

    [Fact]
    public void Names_AreWrittenAsPhrasesAre()
    {
        Assert.True(ColourNames.All.Count() > 800);
        Assert.All(ColourNames.All, name => Assert.Equal([name], Prompt.Parse(name).Phrases.Select(phrase => phrase.Phrase)));
        Assert.All(ColourNames.All, name => Assert.InRange(name.Split(' ').Length, 1, ColourNames.MostWords));
    }

    private static ColourWords Words(params string[] phrases) => new(new PhraseTable("letters", 1, phrases, new float[phrases.Length]));
}
