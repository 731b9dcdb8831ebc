using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using Microsoft.ML.Tokenizers;

namespace FaeRealtime.Text.Clip;

/// <summary>CLIP's tokens: lower-case words as bytes, joined by 48,894 learned merges (byte-pair encoding), between a start and an end.</summary>
/// <remarks>openai/CLIP, <c>simple_tokenizer.py</c>, over the BPE of Microsoft.ML.Tokenizers. Differs from it: broken encodings (ftfy) are not mended. Thread-safe.</remarks>
public sealed partial class ClipTokenizer
{
    /// <summary>The token before every text.</summary>
    public const int StartId = 49406;

    /// <summary>The token behind every text, and CLIP's padding.</summary>
    public const int EndId = 49407;

    /// <summary>The most tokens of a text, start and end included: CLIP's context.</summary>
    public const int MostTokens = 77;

    private const int Merges = 49152 - 256 - 2;
    private const string WordEnd = "</w>";
    private const string Source = "Give bpe_simple_vocab_16e6.txt.gz of the repository openai/CLIP, or merges.txt of openai/clip-vit-large-patch14.";

    private readonly BpeTokenizer _words;

    private ClipTokenizer(BpeTokenizer words) => _words = words;

    /// <summary>Reads the merges.</summary>
    /// <param name="path">OpenAI's <c>bpe_simple_vocab_16e6.txt.gz</c>, packed or not, or <c>merges.txt</c> of a model hub.</param>
    /// <exception cref="ConfigException">The file is missing, unreadable or another one.</exception>
    public static ClipTokenizer Open(string path)
    {
        try
        {
            string[] lines = [.. Lines(path).Skip(1).Take(Merges)];
            var pairs = lines.Length == Merges && lines.All(line => line.Count(one => one == ' ') == 1)
                ? lines
                : throw new InvalidDataException($"It has no list of {Merges} merges behind its first line.");
            return new ClipTokenizer(BpeTokenizer.Create(new BpeOptions(Vocabulary(pairs))
            {
                Merges = pairs,
                PreTokenizer = new RegexPreTokenizer(Words(), specialTokens: null),
                EndOfWordSuffix = WordEnd,
                ByteLevel = true,
            }));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw new ConfigException($"CLIP's vocabulary '{path}' cannot be read: {failure.Message} {Source}", failure);
        }
    }

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">The text; case, spaces and HTML's escapes do not matter.</param>
    /// <returns>From 2 to <see cref="MostTokens"/> token numbers, start and end included, no padding; what is too long loses its last ones, never the end.</returns>
    public int[] Encode(string text)
    {
        var plain = Spaces().Replace(WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)), " ").Trim().ToLowerInvariant();
        return [StartId, .. _words.EncodeToIds(plain).Take(MostTokens - 2), EndId];
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var file = InputFile.Open(path, InputFile.TextLimit);
        var packed = file.ReadByte() == 0x1F;
        file.Position = 0;
        using var reader = new StreamReader(packed ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    // The bytes, the bytes that end a word, what is merged, start and end.
    private static IEnumerable<KeyValuePair<string, int>> Vocabulary(IReadOnlyList<string> pairs)
    {
        var bytes = ByteLetters();
        string[] tokens = [.. bytes, .. bytes.Select(one => one + WordEnd), .. pairs.Select(pair => pair.Replace(" ", string.Empty, StringComparison.Ordinal)), "<|startoftext|>", "<|endoftext|>"];
        return tokens.Select((token, id) => KeyValuePair.Create(token, id));
    }

    // Printable bytes first, then those that stand for themselves moved up behind Latin-1, as GPT-2 has them.
    private static string[] ByteLetters()
    {
        int[] printable = [.. Enumerable.Range('!', '~' - '!' + 1), .. Enumerable.Range('¡', '¬' - '¡' + 1), .. Enumerable.Range('®', 'ÿ' - '®' + 1)];
        return [.. printable.Concat(Enumerable.Range(256, 256 - printable.Length)).Select(one => ((char)one).ToString())];
    }

    [GeneratedRegex(@"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
