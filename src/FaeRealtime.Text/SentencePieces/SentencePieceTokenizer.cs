using System.Globalization;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Text.SentencePieces;

/// <summary>Texts as token numbers of a SentencePiece vocabulary, unigram (T5, SigLIP) or BPE (Gemma, SigLIP2).</summary>
/// <remarks>
/// Kudo and Richardson 2018, arXiv:1808.06226. Our own, because Microsoft.ML.Tokenizers 2.0 refuses T5's files (they have no piece for the beginning of a text), gives one unknown token a character where the
/// original gives one for all in a row, and none for an empty text's end.
/// Thread-safe.
/// </remarks>
public sealed class SentencePieceTokenizer
{
    private readonly TextNormaliser _normaliser;
    private readonly ISegmentation _segmentation;
    private readonly int _unknown;
    private readonly int[]? _bytes;

    private SentencePieceTokenizer(SentencePieceModel model, CharacterMap rules, PieceTable pieces, int[]? bytes)
    {
        _normaliser = new TextNormaliser(model, rules);
        _segmentation = model.Kind == SegmentationKind.Bpe ? new MergeSegmentation(pieces, model.Pieces) : new UnigramSegmentation(pieces, model.Pieces);
        (_unknown, _bytes, Count) = (pieces.Unknown, bytes, model.Pieces.Count);
        EndId = Control(model, model.EndPiece);
        PadId = Control(model, model.PadPiece);
    }

    /// <summary>Number of pieces; token numbers are below it.</summary>
    public int Count { get; }

    /// <summary>The token that ends a text; −1 for a vocabulary without.</summary>
    public int EndId { get; }

    /// <summary>The token of padding; −1 for a vocabulary without.</summary>
    public int PadId { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">A SentencePiece model: <c>spiece.model</c> or <c>tokenizer.model</c> of a model hub.</param>
    /// <exception cref="ConfigException">It is missing, unreadable, damaged, or neither unigram nor BPE.</exception>
    public static SentencePieceTokenizer Open(string path)
    {
        try
        {
            var model = SentencePieceModel.Read(InputFile.ReadBytes(path));
            return new SentencePieceTokenizer(model, CharacterMap.Read(model.CharacterMap), PieceTable.Of(model.Pieces), model.ByteFallback ? ByteIds(model) : null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ConfigException($"The vocabulary '{path}' cannot be read: {failure.Message} Give a SentencePiece model, such as spiece.model or tokenizer.model from where the text encoder's weights are.", failure);
        }
    }

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">The text. Control tokens that it spells, such as <c>&lt;/s&gt;</c>, are letters like others.</param>
    /// <returns>Token numbers, none for an empty text; without an end token.</returns>
    public IReadOnlyList<int> Encode(string text)
    {
        List<int> ids = [];
        var normal = _normaliser.Normalise(text);
        var afterUnknown = false;
        foreach (var segment in _segmentation.Cut(normal))
        {
            var unknown = segment.Id == _unknown;
            if (unknown && _bytes is not null)
            {
                ids.AddRange(Encoding.UTF8.GetBytes(normal, segment.Start, segment.Length).Select(one => _bytes[one]));
            }
            else if (!unknown || !afterUnknown)
            {
                ids.Add(segment.Id);
            }

            afterUnknown = unknown;
        }

        return ids;
    }

    /// <summary>Cuts a text into tokens and ends it.</summary>
    /// <param name="text">As in <see cref="Encode"/>.</param>
    /// <param name="most">The most tokens, the end included; what is too long loses its last ones, never the end.</param>
    /// <returns>Token numbers, the last of them <see cref="EndId"/>.</returns>
    public int[] EncodeWithEnd(string text, int most) => [.. Encode(text).Take(most - 1), EndId];

    private static int Control(SentencePieceModel model, string text)
    {
        for (var id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Pieces[id].Kind == PieceKind.Control && model.Pieces[id].Text == text)
            {
                return id;
            }
        }

        return -1;
    }

    private static int[] ByteIds(SentencePieceModel model)
    {
        var ids = Enumerable.Repeat(-1, 256).ToArray();
        for (var id = 0; id < model.Pieces.Count; id++)
        {
            var (text, _, kind) = model.Pieces[id];
            if (kind == PieceKind.Byte)
            {
                ids[text.Length == 6 && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"Piece {id}, '{text}', names no byte.")] = id;
            }
        }

        return ids.Contains(-1) ? throw new InvalidDataException("It falls back to bytes and has no piece for some.") : ids;
    }
}
