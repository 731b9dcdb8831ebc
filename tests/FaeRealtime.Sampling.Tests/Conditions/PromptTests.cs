using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Sampling.Tests.Conditions;

public sealed class PromptTests
{
    private static readonly TextConditionConfig Text = new() { Encoder = "letters", Width = 4 };

    [Fact]
    public void Parse_PhrasesAndWeights_AsWritten()
    {
        var prompt = Prompt.Parse(" Red  Hair:1.5, glasses ,,round face : 0.25");

        Assert.Equal([new("red hair", 1.5), new("glasses", 1), new("round face", 0.25)], prompt.Phrases);
        Assert.Equal("red hair:1.5, glasses, round face:0.25", prompt.ToString());
        Assert.Equal(prompt.Phrases, Prompt.Parse(prompt.ToString()).Phrases);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ,")]
    public void Parse_Nothing_NoPhrases(string text) => Assert.Empty(Prompt.Parse(text).Phrases);

    [Theory]
    [InlineData("red hair:", "number other than 0")]
    [InlineData("red hair:x", "number other than 0")]
    [InlineData("red hair:0", "number other than 0")]
    [InlineData("red hair:1e999", "number other than 0")]
    [InlineData(":2", "0 characters")]
    public void Parse_NoWeight_SaysHow(string text, string reason) => Assert.Contains(reason, Assert.Throws<ConfigException>(() => Prompt.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_TooMuch_Refused()
    {
        Assert.Contains("65 phrases", Assert.Throws<ConfigException>(() => Prompt.Parse(string.Join(',', Enumerable.Range(0, 65)))).Message, StringComparison.Ordinal);
        Assert.Contains("900000 characters", Assert.Throws<ConfigException>(() => Prompt.Parse(new string(',', 900_000))).Message, StringComparison.Ordinal);
        Assert.Contains("201 characters", Assert.Throws<ConfigException>(() => Prompt.Parse(new string('a', 201))).Message, StringComparison.Ordinal);
    }

    /// <summary>What is learned can be asked for, as it stands in the captions.</summary>
    [Theory]
    [InlineData("a cat: black\u001b[2J, ratio 16:9", "a cat: black\u001b[2J:1")]
    [InlineData("Ratio\t16:9\0", "ratio 16:9:2")]
    public void PhrasesOf_CaptionsThatNoPromptHolds_AreWhatAPromptAsksFor(string caption, string prompt)
    {
        var phrases = Prompt.PhrasesOf(caption).ToArray();

        Assert.Contains(Assert.Single(Prompt.Parse(prompt).Phrases).Phrase, phrases);
        Assert.All(phrases, phrase => Assert.Equal([new(phrase, 1)], Prompt.Parse(phrase).Phrases));
    }

    [Fact]
    public void PhrasesOf_LongSentence_EndsWithTheLastWordThatFits()
    {
        var words = string.Join(' ', Enumerable.Repeat("hair", 100));
        Assert.Equal(words[..199], Assert.Single(Prompt.PhrasesOf(words)));
        Assert.Equal(new string('x', 200), Assert.Single(Prompt.PhrasesOf(new string('x', 5000))));
        Assert.Equal(new string('x', 199), Assert.Single(Prompt.PhrasesOf(new string('x', 199) + "😀😀")));
        Assert.Single(Prompt.Parse(words[..199]).Phrases);
    }

    [Theory]
    [InlineData("red:1e308, blue:1e308")]
    [InlineData("red:1e-320, blue:1e-320")]
    public void Pool_ExtremeWeights_AreAMeanStill(string prompt)
    {
        var words = new PhraseVectors(Text, new PhraseTable("letters", 4, ["red", "blue"], [1, 0, 0, 0, 0, 1, 0, 0]), null);

        Assert.Equal([1, 1, 0, 0], words.Read(Prompt.Parse(prompt)));
    }

    [Fact]
    public void Pool_Weights_MeanTimesTheRootOfTheWidth()
    {
        var words = new PhraseVectors(Text, new PhraseTable("letters", 4, ["red", "blue"], [1, 0, 0, 0, 0, 1, 0, 0]), null);

        Assert.Equal([1.5f, 0.5f, 0, 0], words.Read(Prompt.Parse("red:3, blue")));
        Assert.Equal([2, 0, 0, 0], words.Read(Prompt.Parse("RED:0.1")));
        Assert.Equal([0, 0, 0, 0], words.Read(Prompt.Empty));
    }

    /// <summary>A negative prompt stands behind the other; its weights do not grow where there is little of them.</summary>
    [Fact]
    public void Pool_WeightsBelowZero_StandBehind()
    {
        var words = new PhraseVectors(Text, new PhraseTable("letters", 4, ["red", "blue"], [1, 0, 0, 0, 0, 1, 0, 0]), null);

        Assert.Equal([2, 0, 0, 0, 0, 0.5f, 0, 0], words.Read(Prompt.Parse("red:0.1, blue:-0.25")));
        Assert.Equal([0, 0, 0, 0, 1.5f, 0.5f, 0, 0], words.Read(Prompt.Parse("blue:-1, red:-3")));
        Assert.Equal("blue:-1, red:-3", Prompt.Parse("blue:-1, red:-3").ToString());
        Assert.Equal([0, 0, 0, 0, 0, 2, 0, 0], words.Read(Prompt.Empty.With("blue", -1)));
        Assert.Empty(Prompt.Parse("blue:-1").With("blue", 0).Phrases);
    }

    /// <summary>So do states of tokens.</summary>
    [Fact]
    public void Follow_WeightsBelowZero_StandBehind()
    {
        var words = new PhraseVectors(new TextConditionConfig { Encoder = "letters", Width = 2 }, new PhraseTable("letters", 2, ["red", "blue"], [1, 2, 3, 4, 5, 6], [2, 1]), null, tokens: 3);

        Assert.Equal([5, 6, 0, 0, 0, 0, 0.5f, 1, 1.5f, 2, 0, 0], words.Read(Prompt.Parse("red:-0.5, blue")));
    }

    [Fact]
    public void Pool_UnknownPhrase_AsksTheEncoderOnce()
    {
        var encoder = new Letters("letters", 4);
        var words = new PhraseVectors(Text, new PhraseTable("letters", 4, ["red"], [1, 0, 0, 0]), new Lazy<IPhraseEncoder>(encoder));

        Assert.Equal([0, 0, 2, 0], words.Read(Prompt.Parse("green")));
        words.Read(Prompt.Parse("green, red"));

        Assert.Equal(["green"], encoder.Asked);
    }

    /// <summary>Whitened vectors say how far a known phrase is from others, and nothing of a phrase that no caption had: it is read as the known ones that the encoder holds near.</summary>
    [Fact]
    public void Vector_UnknownPhraseOfWhitenedOnes_IsItsNearestKnownOnes()
    {
        var whitening = new PhraseWhitening([0.25f, 0.25f, 0.25f, 0.25f], [2, 0, 0, 0, 0, 0, 3, 0, 0, 4, 0, 0, 0.5f, 0, 0, 1]);
        float[][] units = [[1, 0, 0, 0], [0, 0, 0.6f, 0.8f], [0, 1, 0, 0]];
        var table = new PhraseTable("letters", 4, ["red", "green", "blue"], [.. units.SelectMany(unit => whitening.Apply(unit))]) { Whitening = whitening };
        var words = new PhraseVectors(Text with { Whitened = true }, table, new Lazy<IPhraseEncoder>(new Letters("letters", 4)));

        // The encoder's vector of any word is (0, 0, 1, 0): 0.6 to green, 0 to the others, which then count e⁻³⁰.
        Assert.Equal(table.Vector(1).ToArray(), words.Vector("leafy").ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal("green", words.ReadAs("leafy"));
        Assert.Null(words.ReadAs("green"));
        Assert.Null(new PhraseVectors(Text, new PhraseTable("letters", 4, ["red"], [1, 0, 0, 0]), new Lazy<IPhraseEncoder>(new Letters("letters", 4))).ReadAs("green"));
    }

    /// <summary>Where the model says so, states of tokens are those of the phrase whose mean state is nearest; else what the encoder tells.</summary>
    [Fact]
    public void Vector_UnknownPhraseOfTokens_IsItsNearestOneWhereTheModelSaysSo()
    {
        var text = new TextConditionConfig { Encoder = "letters", Width = 4 };
        var table = new PhraseTable("letters", 4, ["red", "green"], [1, 0, 0, 0, 0, 0, 1, 0, 0, 0.5f, 2, 0], [1, 2]);
        PhraseVectors Words(bool nearest) => new(text with { Nearest = nearest }, table, new Lazy<IPhraseEncoder>(new LettersOfTokens()), tokens: 4);

        Assert.Equal(table.Vector(1).ToArray(), Words(true).Vector("leafy").ToArray());
        Assert.Equal("green", Words(true).ReadAs("leafy"));
        Assert.Equal([9, 9, 9, 9, 8, 8, 8, 8], Words(false).Vector("leafy").ToArray());
        Assert.Null(Words(false).ReadAs("leafy"));
    }

    /// <summary>A map that flattens a direction cannot be undone; the vector is mapped as it is.</summary>
    [Fact]
    public void Vector_WhitenedByAMapWithoutInverse_IsMapped()
    {
        var whitening = new PhraseWhitening(new float[4], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0]);
        Assert.Null(whitening.Inverse());
        var words = new PhraseVectors(Text with { Whitened = true }, new PhraseTable("letters", 4, ["red"], [1, 0, 0, 0]) { Whitening = whitening }, new Lazy<IPhraseEncoder>(new Letters("letters", 4)));
        Assert.Equal([0, 0, 2, 2], words.Vector("green").ToArray());
        Assert.Null(words.ReadAs("green"));
    }

    [Fact]
    public void Pool_UnknownPhraseWithoutEncoder_NamesTheNearestAndTheEncoder()
    {
        var words = new PhraseVectors(Text, new PhraseTable("letters", 4, ["red hair", "blue"], [1, 0, 0, 0, 0, 1, 0, 0]), null);

        var failure = Assert.Throws<ConfigException>(() => words.Read(Prompt.Parse("red hat")));

        Assert.Contains("'red hat'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'red hair'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("letters", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pool_EncoderOfAnotherKind_Refused()
    {
        var words = new PhraseVectors(Text, null, new Lazy<IPhraseEncoder>(new Letters("other", 3)));

        Assert.Contains("other (3)", Assert.Throws<ConfigException>(() => words.Read(Prompt.Parse("red"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StatesOfTokens_PhraseBehindPhraseAsManyAsFit()
    {
        var table = new PhraseTable("letters", 4, ["red", "blue"], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3], [2, 1]);
        var words = new PhraseVectors(Text, table, new Lazy<IPhraseEncoder>(new LettersOfTokens()), 4);

        Assert.Equal(16, words.Numbers);
        Assert.False(words.IsPooled);
        Assert.Equal([0, 0, 0, 6, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], words.Read(Prompt.Parse("blue:2, red")));
        Assert.Equal([9, 9, 9, 9, 8, 8, 8, 8, 1, 0, 0, 0, 0, 1, 0, 0], words.Read(Prompt.Parse("green, red, blue")));
        Assert.Equal(new float[16], words.Read(Prompt.Empty));
        var pooled = new PhraseVectors(Text, table, new Lazy<IPhraseEncoder>(new Letters("letters", 4)), 4);
        Assert.Contains("states of tokens, which the text encoder letters", Assert.Throws<ConfigException>(() => pooled.Read(Prompt.Parse("green"))).Message, StringComparison.Ordinal);
    }

    private sealed class LettersOfTokens : IPhraseEncoder, ITextConditioner
    {
        public string Name => "letters";

        public int Width => 4;

        public int PooledWidth => 0;

        public int MostTokens => 2;

        public float[] Encode(string phrase) => [0, 0, 1, 0];

        EncodedText ITextConditioner.Encode(string text) => new([9, 9, 9, 9, 8, 8, 8, 8], 4, []);

        public void Dispose()
        {
        }
    }

    private sealed class Letters(string name, int width) : IPhraseEncoder
    {
        public List<string> Asked { get; } = [];

        public string Name => name;

        public int Width => width;

        public float[] Encode(string phrase)
        {
            Asked.Add(phrase);
            return [0, 0, 1, 0];
        }

        public void Dispose()
        {
        }
    }
}
