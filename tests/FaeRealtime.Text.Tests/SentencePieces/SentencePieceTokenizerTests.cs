using System.Globalization;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Text.SentencePieces;

namespace FaeRealtime.Text.Tests.SentencePieces;

public sealed class SentencePieceTokenizerTests
{
    // Numbers from 3 on: ▁ 3, ▁a 4, ▁ab 5, b 6, a 7, ▁cat 8, c 9, at 10, bat 11.
    private static readonly VocabularyFile Small = VocabularyFile.T5(("▁", -3), ("▁a", -1), ("▁ab", -1.5f), ("b", -2), ("a", -2.5f), ("▁cat", -1), ("c", -4), ("at", -4), ("bat", -3));

    private static readonly IReadOnlyList<(string Text, float Score, int Kind)> AllBytes =
        [.. Enumerable.Range(0, 256).Select(one => (string.Create(CultureInfo.InvariantCulture, $"<0x{one:X2}>"), 0f, VocabularyFile.Byte))];

    [Theory]
    [InlineData("ab cat", 5, 8)]
    [InlineData("  ab   cat ", 5, 8)]
    [InlineData("a", 4)]
    [InlineData("cab", 3, 9, 7, 6)]
    [InlineData("abat", 4, 11)] // −1 −3 is more than −1.5 −4, which takes the longest piece first.
    [InlineData("axb", 4, 2, 6)]
    [InlineData("axyzb", 4, 2, 6)] // What is unknown in a row is one token.
    [InlineData("ax\ud83d\udc31b", 4, 2, 6)]
    [InlineData("a\ud83db", 4, 2, 6)]
    [InlineData("a</s>", 4, 2)]
    [InlineData("")]
    [InlineData("   ")]
    public void Encode_UnigramTexts_AreCutAsComputedByHand(string text, params int[] expected)
    {
        var tokenizer = Small.Open();
        Assert.Equal(expected, tokenizer.Encode(text));
        Assert.Equal([.. expected, 1], tokenizer.EncodeWithEnd(text, 100));
        Assert.Equal((12, 1, 0), (tokenizer.Count, tokenizer.EndId, tokenizer.PadId));
    }

    [Fact]
    public void EncodeWithEnd_TooLongText_KeepsItsEnd()
    {
        var tokenizer = Small.Open();
        Assert.Equal([5, 8, 1], tokenizer.EncodeWithEnd("ab cat ab", 3));
        Assert.Equal([5, 1], tokenizer.EncodeWithEnd("ab cat ab", 2));
        Assert.Equal([1], tokenizer.EncodeWithEnd("ab cat ab", 1));
    }

    [Theory]
    [InlineData("xab", 'x' + 2, 258, 259)]
    [InlineData("é", 0xC3 + 2, 0xA9 + 2)]
    [InlineData("a\ud83d\udc31", 258, 0xF0 + 2, 0x9F + 2, 0x90 + 2, 0xB1 + 2)]
    public void Encode_UnknownWithByteFallback_BecomesItsBytes(string text, params int[] expected)
    {
        // Bytes are 2 to 257, then a and b; nothing stands before the first word.
        var tokenizer = new VocabularyFile
        {
            Pieces = [("<unk>", 0, VocabularyFile.Unknown), ("</s>", 0, VocabularyFile.Control), .. AllBytes, ("a", -1, VocabularyFile.Normal), ("b", -1, VocabularyFile.Normal)],
            ByteFallback = true,
            AddDummyPrefix = false,
        }.Open();
        Assert.Equal(expected, tokenizer.Encode(text));
    }

    [Theory]
    [InlineData("A\u00A0\u00A0b", "▁a▁b")] // Spaces that come of rules are joined, too.
    [InlineData("\u00A0fi\u200Bf", "▁xg")] // The longest rule goes first.
    [InlineData("fA", "▁ga")]
    [InlineData("\u200B", "")]
    [InlineData("e\u00A8e", "▁e▁\u0308e")]
    public void Encode_CharacterRules_AreKept(string text, string normal)
    {
        var file = VocabularyFile.T5([.. "▁abegx\u0308".Select(one => (one.ToString(), -1f))]) with
        {
            Rules = new Dictionary<string, string> { ["A"] = "a", ["fi"] = "x", ["f"] = "g", ["\u00A0"] = " ", ["\u200B"] = string.Empty, ["\u00A8"] = " \u0308" },
        };
        Assert.Equal(normal, string.Concat(file.Open().Encode(text).Select(id => file.Pieces[id].Text)));
    }

    [Fact]
    public void Encode_SpaceAsSuffix_StandsBehind()
    {
        var tokenizer = (VocabularyFile.T5(("a▁", -1), ("b▁", -1), ("a", -3), ("▁", -3)) with { SpaceAsSuffix = true }).Open();
        Assert.Equal([3, 4], tokenizer.Encode("a b"));
    }

    [Fact]
    public void Encode_UnigramUserDefinedAndUnused_WinAndAreLeftOut()
    {
        // a user-defined piece's score is its bytes times the largest, −0.1; an unused one is none.
        var tokenizer = new VocabularyFile
        {
            Pieces =
            [
                ("<unk>", 0, VocabularyFile.Unknown), ("</s>", 0, VocabularyFile.Control), ("▁", -1, VocabularyFile.Normal), ("a", -1, VocabularyFile.Normal), ("b", -1, VocabularyFile.Normal),
                ("aba", 0, VocabularyFile.UserDefined), ("bb", -0.5f, VocabularyFile.Unused),
            ],
        }.Open();

        // aba: −3.1 against −3 of its letters.
        Assert.Equal([2, 3, 4, 3, 4, 4], tokenizer.Encode("ababb"));
    }

    /// <summary>As Gemma's: BPE with byte fallback, spaces kept, nothing before the first word, runs of spaces in one piece.</summary>
    [Theory]
    [InlineData("ab", 263)]
    [InlineData("abc", 264)] // ab first (−1), then abc.
    [InlineData("bc", 265)]
    [InlineData("a bc", 259, 262, 265)]
    [InlineData("a  b", 259, 258, 260)]
    [InlineData(" ab", 262, 263)]
    [InlineData("cc", 261, 261)] // cc is unused: it is cut again.
    [InlineData("ccb", 267)]
    public void Encode_MergesOfPairs_AreAsComputedByHand(string text, params int[] expected)
    {
        var tokenizer = new VocabularyFile
        {
            ModelType = 2,
            ByteFallback = true,
            AddDummyPrefix = false,
            RemoveExtraSpaces = false,
            EndPiece = "<eos>",
            Pieces =
            [
                ("<eos>", 0, VocabularyFile.Control), ("<unk>", 0, VocabularyFile.Unknown), .. AllBytes, ("▁▁", 0, VocabularyFile.UserDefined), ("a", -9, VocabularyFile.Normal), ("b", -9, VocabularyFile.Normal),
                ("c", -9, VocabularyFile.Normal), ("▁", -9, VocabularyFile.Normal), ("ab", -1, VocabularyFile.Normal), ("abc", -3, VocabularyFile.Normal), ("bc", -2, VocabularyFile.Normal),
                ("cc", -2.5f, VocabularyFile.Unused), ("ccb", -4, VocabularyFile.Normal),
            ],
        }.Open();
        Assert.Equal(expected, tokenizer.Encode(text));
        Assert.Equal(0, tokenizer.EndId);
        Assert.Equal([.. Encoding.UTF8.GetBytes("é").Select(one => one + 2)], tokenizer.Encode("é"));
    }

    [Fact]
    public void Encode_RandomUnigrams_AreTheBestOfAllSegmentations()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var file = VocabularyFile.T5([.. Words(random, 20).Union(["▁", "a", "b", "c"]).Select(word => (word, -random.NextSingle() * 9))]);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => "abc"[random.Next(3)]));
            var ids = file.Open().Encode(text);

            Assert.Equal("▁" + text, string.Concat(ids.Select(id => file.Pieces[id].Text)));
            Assert.True(Math.Abs(Best(file, "▁" + text) - ids.Sum(id => (double)file.Pieces[id].Score)) < 1e-4, $"seed {seed}");
        }
    }

    [Fact]
    public void Encode_RandomMerges_AreThoseOfTheSlowRule()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            // Few different scores: of equals, the left goes first.
            var random = new Random(seed);
            var file = VocabularyFile.T5([.. Words(random, 20).Union(["▁", "a", "b", "c"]).Select(word => (word, -(float)random.Next(6)))]) with { ModelType = 2 };
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => "abc"[random.Next(3)]));
            Assert.Equal(Merged(file, "▁" + text), file.Open().Encode(text).Select(id => file.Pieces[id].Text));
        }
    }

    [Fact]
    public void Open_DamagedFiles_AreReadOrRefused()
    {
        var whole = (Small with { Rules = new Dictionary<string, string> { ["A"] = "a", ["é"] = "e" } }).ToBytes();
        var path = Path.GetTempFileName();
        try
        {
            for (var seed = 0; seed < 2000; seed++)
            {
                var random = new Random(seed);
                var bytes = whole.ToArray();
                for (var i = 0; i < 3; i++)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                File.WriteAllBytes(path, random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
                try
                {
                    var ids = SentencePieceTokenizer.Open(path).Encode("ab Aé  cat");
                    Assert.All(ids, id => Assert.InRange(id, 0, 300));
                }
                catch (ConfigException refused)
                {
                    Assert.Contains(path, refused.Message, StringComparison.Ordinal);
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Open_AbsentOrOfAnotherKind_SaysWhatToGive()
    {
        var failure = Assert.Throws<ConfigException>(() => SentencePieceTokenizer.Open(Path.Combine(Path.GetTempPath(), "absent", "spiece.model")));
        Assert.Contains("spiece.model", failure.Message, StringComparison.Ordinal);
        Assert.Contains("model type 3", Assert.Throws<ConfigException>(() => (Small with { ModelType = 3 }).Open()).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ConfigException>(() => VocabularyFile.T5(("a", 0), ("a", -1)).Open()).Message, StringComparison.Ordinal);
        Assert.Contains("bytes", Assert.Throws<ConfigException>(() => (Small with { ByteFallback = true }).Open()).Message, StringComparison.Ordinal);
        Assert.Throws<ConfigException>(() => (Small with { Pieces = [("a", 0, VocabularyFile.Normal)] }).Open());
    }

    private static IEnumerable<string> Words(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(place => "▁abc"[random.Next(place == 0 ? 0 : 1, 4)])));

    private static double Best(VocabularyFile file, string text) => text.Length == 0
        ? 0
        : file.Pieces.Where(piece => piece.Kind == VocabularyFile.Normal && text.StartsWith(piece.Text, StringComparison.Ordinal)).Max(piece => piece.Score + Best(file, text[piece.Text.Length..]));

    private static List<string> Merged(VocabularyFile file, string text)
    {
        List<string> symbols = [.. text.Select(one => one.ToString())];
        while (true)
        {
            var joined = Enumerable.Range(0, symbols.Count - 1)
                .Select(place => (Place: place, Piece: file.Pieces.FirstOrDefault(piece => piece.Text == symbols[place] + symbols[place + 1])))
                .Where(pair => pair.Piece.Text is not null)
                .OrderByDescending(pair => pair.Piece.Score).ThenBy(pair => pair.Place).ToList();
            if (joined.Count == 0)
            {
                return symbols;
            }

            symbols[joined[0].Place] = joined[0].Piece.Text;
            symbols.RemoveAt(joined[0].Place + 1);
        }
    }
}
