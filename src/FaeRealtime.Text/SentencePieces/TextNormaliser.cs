using System.Runtime.InteropServices;
using System.Text;

namespace FaeRealtime.Text.SentencePieces;

/// <summary>Brings a text into the form that its pieces are of: characters replaced by the model's rules, spaces joined and made visible, one before the first word.</summary>
/// <remarks>google/sentencepiece, <c>normalizer.cc</c>. What the user defined as one piece is left as it is.</remarks>
internal sealed class TextNormaliser
{
    private const byte Space = (byte)' ';

    private readonly SentencePieceModel _model;
    private readonly CharacterMap _rules;
    private readonly byte[][] _userDefined;

    /// <summary>Creates the normaliser of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rules">Its rules.</param>
    public TextNormaliser(SentencePieceModel model, CharacterMap rules)
    {
        (_model, _rules) = (model, rules);
        _userDefined = [.. model.Pieces.Where(piece => piece.Kind == PieceKind.UserDefined).Select(piece => Encoding.UTF8.GetBytes(piece.Text)).OrderByDescending(bytes => bytes.Length)];
    }

    private ReadOnlySpan<byte> Mark => _model.EscapeSpaces ? "▁"u8 : " "u8;

    /// <summary>Normalises a text.</summary>
    /// <param name="text">As a person wrote it; half a surrogate pair counts as U+FFFD.</param>
    /// <returns>Empty for a text of spaces only.</returns>
    public string Normalise(string text)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        if (_model.RemoveExtraSpaces)
        {
            while (Prefix(rest, out var first) is > 0 and var length && first.SequenceEqual(" "u8))
            {
                rest = rest[length..];
            }
        }

        if (rest.IsEmpty)
        {
            return string.Empty;
        }

        List<byte> normal = [];
        normal.AddRange(_model.AddDummyPrefix && !_model.SpaceAsSuffix ? Mark : default);
        Append(normal, rest);
        normal.AddRange(_model.AddDummyPrefix && _model.SpaceAsSuffix ? Mark : default);
        return Encoding.UTF8.GetString([.. normal]);
    }

    private void Append(List<byte> normal, ReadOnlySpan<byte> rest)
    {
        var afterSpace = _model.RemoveExtraSpaces;
        while (!rest.IsEmpty)
        {
            rest = rest[Prefix(rest, out var next)..];
            next = afterSpace ? next.TrimStart(Space) : next;
            foreach (var one in next)
            {
                normal.AddRange(one == Space ? Mark : [one]);
            }

            afterSpace = _model.RemoveExtraSpaces && (next.IsEmpty ? afterSpace : next[^1] == Space);
        }

        // A mark that the text itself held goes, too, as there.
        while (_model.RemoveExtraSpaces && CollectionsMarshal.AsSpan(normal).EndsWith(Mark))
        {
            normal.RemoveRange(normal.Count - Mark.Length, Mark.Length);
        }
    }

    // How many bytes of the text are taken, and what stands in their place.
    private int Prefix(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> normal)
    {
        foreach (var piece in _userDefined)
        {
            if (text.StartsWith(piece))
            {
                normal = piece;
                return piece.Length;
            }
        }

        if (_rules.Match(text, out normal) is > 0 and var replaced)
        {
            return replaced;
        }

        Rune.DecodeFromUtf8(text, out _, out var length);
        normal = text[..length];
        return length;
    }
}
