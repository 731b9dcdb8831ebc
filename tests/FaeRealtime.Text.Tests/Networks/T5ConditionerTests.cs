using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Testing;
using FaeRealtime.Text.Networks;
using FaeRealtime.Text.Tests.SentencePieces;
using static TorchSharp.torch;

namespace FaeRealtime.Text.Tests.Networks;

public sealed class T5ConditionerTests : IDisposable
{
    private const string Golden = "fixtures/t5_encoder";

    private static readonly T5Config Small = new() { Vocabulary = 12, Width = 16, Depth = 2, Heads = 3, HeadWidth = 8, Hidden = 20 };

    private static readonly VocabularyFile Words = VocabularyFile.T5(("▁", -3), ("▁a", -1), ("▁cat", -1), ("▁red", -1));

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-t5-").FullName;

    private string Vocabulary => Path.Combine(_folder, "spiece.model");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The golden texts spelt in a vocabulary of one letter a token: the states of their real tokens are those of the official encoder with its mask.</summary>
    [SharedFact(Golden)]
    public void Encode_GoldenTexts_GivesTheOfficialStates()
    {
        const int vocabulary = 200;
        var letters = Enumerable.Range(3, vocabulary - 3).Select(id => (((char)('一' + id)).ToString(), -1f));
        (VocabularyFile.T5([.. letters]) with { AddDummyPrefix = false }).Write(Vocabulary);
        var config = new T5Config { Vocabulary = vocabulary, Width = 64, Depth = 3, Heads = 4, HeadWidth = 16, Hidden = 160 };
        using var conditioner = T5Conditioner.Open("golden", config, SharedData.Path(Golden + "/weights.safetensors"), Vocabulary);
        using var golden = SafetensorsReader.Open(SharedData.Path(Golden + "/io.safetensors"));
        var (ids, mask, states) = (golden.ReadInt64("input_ids"), golden.ReadInt64("attention_mask"), golden.ReadSingle("masked.last_hidden_state"));
        const int length = 24;
        for (var row = 0; row < 3; row++)
        {
            var count = (int)mask.Skip(row * length).Take(length).Sum();
            var text = string.Concat(ids.Skip(row * length).Take(count - 1).Select(id => (char)('一' + id)));
            var encoded = conditioner.Encode(text);

            Assert.Equal(count, encoded.Count);
            Assert.Empty(encoded.Pooled);
            AssertNear(states.AsSpan(row * length * 64, count * 64), encoded.Tokens);
        }
    }

    [Fact]
    public void Encode_Text_IsWhatTheEncoderGivesForItsNumbers()
    {
        var encoder = new T5Encoder(Small);
        using var conditioner = T5Conditioner.Of("small", encoder, Words.Open(), mostTokens: 3);
        using var scope = NewDisposeScope();
        foreach (var (text, ids) in new (string, long[])[] { ("red cat", [6, 5, 1]), ("a", [4, 1]), (string.Empty, [1]), ("a red cat", [4, 6, 1]), ("dog", [3, 2, 1]) })
        {
            var expected = encoder.Encode(tensor(ids).unsqueeze(0)); // [1, n, 16]
            var states = conditioner.Encode(text);
            Assert.Equal((ids.Length, 16), (states.Count, states.Width));
            AssertNear(expected.data<float>().ToArray(), states.Tokens);
        }

        Assert.Equal(("small", 16, 0, 3), (conditioner.Name, conditioner.Width, conditioner.PooledWidth, conditioner.MostTokens));
    }

    [Fact]
    public void Encode_FromSeveralThreads_GivesTheSame()
    {
        using var conditioner = T5Conditioner.Of("small", new T5Encoder(Small), Words.Open());
        var alone = conditioner.Encode("red cat").Tokens;
        var together = new float[8][];
        Parallel.For(0, together.Length, i => together[i] = conditioner.Encode("red cat").Tokens);
        Assert.All(together, one => Assert.Equal(alone, one));
    }

    /// <summary>A model whose words are T5's: a sentence is a phrase, whose tokens' states the generator reads.</summary>
    [Fact]
    public void Phrases_OfAConditioner_AreItsTokensAndNoVector()
    {
        using var conditioner = T5Conditioner.Of("small", new T5Encoder(Small), Words.Open());
        using var phrases = new ConditionerPhrases(conditioner);
        var words = new PhraseVectors(new TextConditionConfig { Encoder = "small", Width = Small.Width }, null, new Lazy<IPhraseEncoder>(phrases), tokens: 6);
        var states = conditioner.Encode("red cat").Tokens;

        var row = words.Read(Prompt.Parse("red cat, a:0.5"));

        AssertNear(states, row[..states.Length]);
        AssertNear(conditioner.Encode("a").Tokens, [.. row.Skip(states.Length).Take(2 * Small.Width).Select(value => 2 * value)]);
        Assert.All(row[(states.Length + (2 * Small.Width))..], value => Assert.Equal(0, value));
        Assert.Contains("no vector of a text", Assert.Throws<ConfigException>(() => phrases.Encode("red cat")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfficialFiles_ReadsThem_AndAnotherVocabularyIsRefused()
    {
        var weights = Path.Combine(_folder, "model.safetensors");
        using (var saved = new T5Encoder(Small))
        {
            ModuleCheckpoint.Save(saved, weights, layout: T5Layouts.Shared);
        }

        Words.Write(Vocabulary);
        using (var conditioner = T5Conditioner.Open("small", Small, weights, Vocabulary))
        {
            Assert.Equal(T5Conditioner.UsualMostTokens, conditioner.MostTokens);
            Assert.Equal(3, conditioner.Encode("red cat").Count);
        }

        VocabularyFile.T5([.. "▁abcdefghijk".Select(one => (one.ToString(), -1f))]).Write(Vocabulary);
        var failure = Assert.Throws<ConfigException>(() => T5Conditioner.Open("small", Small, weights, Vocabulary));
        Assert.Contains("12 tokens", failure.Message, StringComparison.Ordinal);
        Assert.Contains("15", failure.Message, StringComparison.Ordinal);

        (Words with { EndPiece = "<eos>" }).Write(Vocabulary);
        Assert.Contains("none that ends a text", Assert.Throws<ConfigException>(() => T5Conditioner.Open("small", Small, weights, Vocabulary)).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => T5Conditioner.Open("small", Small, Path.Combine(_folder, "absent"), WithWords()));
    }

    /// <summary>The golden cases' own rule: a ten-thousandth of the largest value, or of 1.</summary>
    internal static void AssertNear(ReadOnlySpan<float> expected, float[] values)
    {
        Assert.Equal(expected.Length, values.Length);
        var most = 1f;
        foreach (var one in expected)
        {
            most = Math.Max(most, Math.Abs(one));
        }

        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= 1e-4 * most, $"{i}: {values[i]} where {expected[i]} is right");
        }
    }

    private string WithWords()
    {
        Words.Write(Vocabulary);
        return Vocabulary;
    }
}
