using System.Text;

namespace FaeRealtime.Data.Sources;

/// <summary>Captions as bytes.</summary>
internal static class CaptionText
{
    /// <summary>What is wrong with an image whose caption cannot be read.</summary>
    public const string NotUtf8 = "its caption is not UTF-8";

    /// <summary>Most bytes of a caption or label.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without byte-order mark and white space around it, or null where the bytes are not UTF-8.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        bytes = WithoutMark(bytes);
        try
        {
            return Strict.GetString(bytes).Trim();
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The bytes behind a byte-order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
}
