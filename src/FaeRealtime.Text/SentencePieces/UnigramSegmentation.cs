using System.Text;

namespace FaeRealtime.Text.SentencePieces;

/// <summary>The most probable segmentation of a unigram language model: the one whose pieces' logarithms of probability sum to the most, found by Viterbi's algorithm.</summary>
/// <remarks>Kudo 2018, arXiv:1804.10959; google/sentencepiece, <c>unigram_model.cc</c>. A character that is no piece costs ten more than the least probable piece.</remarks>
internal sealed class UnigramSegmentation : ISegmentation
{
    private const float UnknownPenalty = 10;

    private readonly PieceTable _pieces;
    private readonly float _unknownScore;
    private readonly float _largest;

    /// <summary>Creates the segmentation of a vocabulary.</summary>
    /// <param name="pieces">The pieces by text.</param>
    /// <param name="vocabulary">All pieces.</param>
    public UnigramSegmentation(PieceTable pieces, IReadOnlyList<Piece> vocabulary)
    {
        var scores = vocabulary.Where(piece => piece.Kind == PieceKind.Normal).Select(piece => piece.Score).DefaultIfEmpty().ToArray();
        (_pieces, _unknownScore, _largest) = (pieces, scores.Min() - UnknownPenalty, scores.Max());
    }

    /// <inheritdoc/>
    public IReadOnlyList<Segment> Cut(string text)
    {
        var best = new Arc[text.Length + 1];
        for (var start = 0; start < text.Length;)
        {
            // Half a surrogate pair never comes here: the text was UTF-8.
            var character = char.IsHighSurrogate(text[start]) ? 2 : 1;
            if (!Extend(best, text, start, character))
            {
                Offer(best, start, character, _pieces.Unknown, _unknownScore);
            }

            start += character;
        }

        List<Segment> segments = [];
        for (var end = text.Length; end > 0; end -= best[end].Length)
        {
            segments.Add(new Segment(best[end].Id, end - best[end].Length, best[end].Length));
        }

        segments.Reverse();
        return segments;
    }

    // Whether one of the pieces is the first character alone.
    private bool Extend(Arc[] best, string text, int start, int character)
    {
        var alone = false;
        for (var length = character; length <= Math.Min(_pieces.Longest, text.Length - start); length++)
        {
            var piece = text.AsSpan(start, length);
            if (_pieces.Find(piece) is >= 0 and var id && _pieces[id].Kind != PieceKind.Unused)
            {
                var score = _pieces[id].Kind == PieceKind.UserDefined ? (float)((Encoding.UTF8.GetByteCount(piece) * _largest) - 0.1) : _pieces[id].Score;
                Offer(best, start, length, id, score);
                alone |= length == character;
            }
        }

        return alone;
    }

    private static void Offer(Arc[] best, int start, int length, int id, float score)
    {
        var sum = best[start].Sum + score;
        if (best[start + length].Length == 0 || sum > best[start + length].Sum)
        {
            best[start + length] = new Arc(id, length, sum);
        }
    }

    // The best way to a place: its last piece, and the sum up to there.
    private readonly record struct Arc(int Id, int Length, float Sum);
}
