using FaeRealtime.Core.Errors;
using FaeRealtime.Testing;
using FaeRealtime.Text.Clip;

namespace FaeRealtime.Text.Tests.Clip;

public sealed class ClipTokenizerTests
{
    private const string Vocabulary = "data/tokenizer/bpe_simple_vocab_16e6.txt.gz";

    private static readonly Lazy<ClipTokenizer> Tokenizer = new(() => ClipTokenizer.Open(SharedData.Path(Vocabulary)));

    /// <summary>The first three are widely quoted; the others were computed from the merges by a short program that shares nothing with this one.</summary>
    [SharedTheory(Vocabulary)]
    [InlineData("a photo of a cat", 320, 1125, 539, 320, 2368)]
    [InlineData("a diagram", 320, 22697)]
    [InlineData("hello world!", 3306, 1002, 256)]
    [InlineData("It's 2024, isn't it?", 585, 568, 273, 271, 273, 275, 267, 2923, 713, 585, 286)]
    [InlineData("Naïve café — 日本", 1097, 35689, 563, 15304, 2005, 39121, 19277, 361)]
    [InlineData("supercalifragilistic", 1642, 2857, 13093, 2076, 1561)]
    [InlineData("  A   Photo\tof ", 320, 1125, 539)]
    [InlineData("don't!!! (really)", 847, 713, 995, 263, 1414, 264)]
    [InlineData("\ud83d\udc31 cat", 22979, 2368)]
    [InlineData("e=mc^2 x_y", 324, 284, 4126, 317, 273, 343, 318, 344)]
    [InlineData("isn&amp;#39;t", 2923, 713)]
    [InlineData("")]
    public void Encode_KnownTexts_GivesTheirNumbers(string text, params int[] words) =>
        Assert.Equal([49406, .. words, 49407], Tokenizer.Value.Encode(text));

    [SharedFact(Vocabulary)]
    public void Encode_TooLongText_KeepsItsEnd()
    {
        var ids = Tokenizer.Value.Encode(string.Concat(Enumerable.Repeat("cat ", 500)));
        Assert.Equal([49406, .. Enumerable.Repeat(2368, 75), 49407], ids);
    }

    [Fact]
    public void Open_AnotherFile_SaysWhichToGive()
    {
        var path = Path.GetTempFileName();
        try
        {
            foreach (var content in new byte[][] { [], "#version\ni n\nt h\n"u8.ToArray(), [0x1F, 0x8B, 8, 0, 1] })
            {
                File.WriteAllBytes(path, content);
                Assert.Contains("openai/CLIP", Assert.Throws<ConfigException>(() => ClipTokenizer.Open(path)).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains(path, Assert.Throws<ConfigException>(() => ClipTokenizer.Open(path)).Message, StringComparison.Ordinal);
    }
}
