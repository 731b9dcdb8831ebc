using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Testing;
using FaeRealtime.Text.Networks;
using FaeRealtime.Text.Tests.SentencePieces;
using static TorchSharp.torch;

namespace FaeRealtime.Text.Tests.Networks;

public sealed class SiglipTextConditionerTests
{
    private static readonly TextEncoderConfig Small = new() { Vocabulary = 9, Length = 6, Width = 16, Depth = 2, Heads = 2, MlpHidden = 20, EmbeddingWidth = 10 };

    // Numbers from 3 on: ▁ 3, ▁a 4, ▁cat 5, ▁red 6, ! 7, ▁R 8.
    private static readonly VocabularyFile Words = VocabularyFile.T5(("▁", -3), ("▁a", -1), ("▁cat", -1), ("▁red", -1), ("!", -2), ("▁R", -1));

    /// <summary>The golden texts spelt in a vocabulary of one letter a token, in which each text's last token ends it.</summary>
    [SharedTheory("fixtures/siglip")]
    [InlineData("siglip", "text_nomask", 120, 64, 128, 2, 4, 16, 0, 38)]
    [InlineData("siglip", "text_nomask", 120, 64, 128, 2, 4, 16, 1, 29)]
    [InlineData("siglip", "text_nomask", 120, 64, 128, 2, 4, 16, 2, 70)]
    [InlineData("siglip", "text_nomask", 120, 64, 128, 2, 4, 16, 3, 110)]
    [InlineData("siglip2_naflex", "text", 100, 48, 96, 1, 3, 12, 0, 44)]
    [InlineData("siglip2_naflex", "text", 100, 48, 96, 1, 3, 12, 1, 76)]
    public void Encode_GoldenText_GivesTheOfficialStatesAndEmbedding(string name, string run, int vocabulary, int width, int hidden, int depth, int heads, int length, int row, int end)
    {
        var config = new TextEncoderConfig { Vocabulary = vocabulary, Length = length, Width = width, Depth = depth, Heads = heads, MlpHidden = hidden, EmbeddingWidth = width };
        var pieces = Enumerable.Range(0, vocabulary).Select(id => (((char)('一' + id)).ToString(), -1f, VocabularyFile.Normal)).ToArray();
        (pieces[0], pieces[end]) = (("<unk>", 0, VocabularyFile.Unknown), ("</s>", 0, VocabularyFile.Control));
        var tokenizer = new VocabularyFile { Pieces = pieces, AddDummyPrefix = false }.Open();
        using var conditioner = SiglipTextConditioner.Of(name, SiglipVersion.One, SiglipTextTower.Load(config, SharedData.Path($"fixtures/{name}/weights.safetensors")), tokenizer);
        using var golden = SafetensorsReader.Open(SharedData.Path($"fixtures/{name}/io.safetensors"));
        var ids = golden.ReadInt64("input_ids").AsSpan(row * length, length);
        Assert.Equal(end, ids[^1]);

        var encoded = conditioner.Encode(string.Concat(ids[..^1].ToArray().Select(id => (char)('一' + id))));

        Assert.Equal(length, encoded.Count);
        T5ConditionerTests.AssertNear(golden.ReadSingle($"{run}.last_hidden_state").AsSpan(row * length * width, length * width), encoded.Tokens);
        T5ConditionerTests.AssertNear(golden.ReadSingle($"{run}.pooler_output").AsSpan(row * width, width), encoded.Pooled);
    }

    [Theory]
    [InlineData(SiglipVersion.One, "A red, CAT!", new long[] { 4, 6, 5, 1, 1, 1 }, 4)]
    [InlineData(SiglipVersion.Two, "RED  Cat!", new long[] { 6, 5, 7, 1, 0, 0 }, 4)]
    [InlineData(SiglipVersion.One, "", new long[] { 1, 1, 1, 1, 1, 1 }, 1)]
    [InlineData(SiglipVersion.Two, "", new long[] { 1, 0, 0, 0, 0, 0 }, 1)]
    [InlineData(SiglipVersion.Two, "a a a a a red", new long[] { 4, 4, 4, 4, 4, 1 }, 6)]
    public void Encode_Text_IsPaddedWithoutAMask(SiglipVersion version, string text, long[] ids, int real)
    {
        var tower = new SiglipTextTower(Small);
        using var conditioner = SiglipTextConditioner.Of("small", version, tower, Words.Open());
        using var scope = NewDisposeScope();
        var (tokens, pooled) = tower.Encode(tensor(ids).unsqueeze(0)); // [1, 6, 16], [1, 10]

        var states = conditioner.Encode(text);

        Assert.Equal(real, states.Count);
        T5ConditionerTests.AssertNear(tokens.narrow(1, 0, real).contiguous().data<float>().ToArray(), states.Tokens);
        T5ConditionerTests.AssertNear(pooled.data<float>().ToArray(), states.Pooled);
        Assert.Equal((16, 10, 6), (conditioner.Width, conditioner.PooledWidth, conditioner.MostTokens));
    }

    [Fact]
    public void Of_AnotherVocabulary_IsRefused()
    {
        using var tower = new SiglipTextTower(Small);
        var larger = VocabularyFile.T5([.. "abcdefgh".Select(one => (one.ToString(), -1f))]).Open();
        Assert.Contains("9 tokens", Assert.Throws<ConfigException>(() => SiglipTextConditioner.Of("small", SiglipVersion.One, tower, larger)).Message, StringComparison.Ordinal);

        // Padded with the end token, SigLIP needs no other; SigLIP2 does.
        var unpadded = new VocabularyFile { Pieces = [("<unk>", 0, VocabularyFile.Unknown), ("</s>", 0, VocabularyFile.Control), ("a", -1, VocabularyFile.Normal)] }.Open();
        Assert.Throws<ConfigException>(() => SiglipTextConditioner.Of("small", SiglipVersion.Two, tower, unpadded));
        Assert.Equal(6, SiglipTextConditioner.Of("small", SiglipVersion.One, tower, unpadded).MostTokens);
    }
}
