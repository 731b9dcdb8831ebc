namespace FaeRealtime.Text.SentencePieces;

/// <summary>Byte-pair encoding: characters, of which again and again the two neighbours with the best piece in common are joined, the left ones first among equals.</summary>
/// <remarks>Sennrich et al. 2016, arXiv:1508.07909; google/sentencepiece, <c>bpe_model.cc</c>. What the user defined as one piece is never joined or cut.</remarks>
internal sealed class MergeSegmentation : ISegmentation
{
    private readonly PieceTable _pieces;
    private readonly string[] _userDefined;

    /// <summary>Creates the segmentation of a vocabulary.</summary>
    /// <param name="pieces">The pieces by text.</param>
    /// <param name="vocabulary">All pieces.</param>
    public MergeSegmentation(PieceTable pieces, IReadOnlyList<Piece> vocabulary)
    {
        _pieces = pieces;
        _userDefined = [.. vocabulary.Where(piece => piece.Kind == PieceKind.UserDefined).Select(piece => piece.Text).OrderByDescending(text => text.Length)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Segment> Cut(string text)
    {
        var symbols = Characters(text);
        var pairs = new PriorityQueue<Pair, (float, int)>();
        Dictionary<string, int> cuts = new(StringComparer.Ordinal);
        for (var i = 1; i < symbols.Length; i++)
        {
            Propose(pairs, cuts, text, symbols, i - 1, i);
        }

        while (pairs.TryDequeue(out var pair, out _))
        {
            ref var left = ref symbols[pair.Left];
            var right = symbols[pair.Right];

            // Proposed before one of the two was joined with another.
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length)
            {
                continue;
            }

            left = left with { Length = pair.Length, Next = right.Next };
            symbols[pair.Right] = right with { Length = 0 };
            if (right.Next >= 0)
            {
                symbols[right.Next] = symbols[right.Next] with { Previous = pair.Left };
            }

            Propose(pairs, cuts, text, symbols, left.Previous, pair.Left);
            Propose(pairs, cuts, text, symbols, pair.Left, left.Next);
        }

        List<Segment> segments = [];
        foreach (var symbol in symbols.Where(symbol => symbol.Length > 0))
        {
            Add(segments, cuts, text, symbol.Start, symbol.Length);
        }

        return segments;
    }

    private Symbol[] Characters(string text)
    {
        List<Symbol> symbols = [];
        for (var start = 0; start < text.Length; start += symbols[^1].Length)
        {
            var frozen = _userDefined.FirstOrDefault(piece => string.CompareOrdinal(text, start, piece, 0, piece.Length) == 0);
            symbols.Add(new Symbol(start, frozen?.Length ?? (char.IsHighSurrogate(text[start]) ? 2 : 1), symbols.Count - 1, symbols.Count + 1, frozen is not null));
        }

        if (symbols.Count > 0)
        {
            symbols[^1] = symbols[^1] with { Next = -1 };
        }

        return [.. symbols];
    }

    private void Propose(PriorityQueue<Pair, (float Cost, int Left)> pairs, Dictionary<string, int> cuts, string text, Symbol[] symbols, int left, int right)
    {
        if (left < 0 || right < 0 || symbols[left].Frozen || symbols[right].Frozen)
        {
            return;
        }

        var piece = text.AsSpan(symbols[left].Start, symbols[left].Length + symbols[right].Length);
        if (_pieces.Find(piece) is not (>= 0 and var id))
        {
            return;
        }

        pairs.Enqueue(new Pair(left, right, piece.Length), (-_pieces[id].Score, left));
        if (_pieces[id].Kind == PieceKind.Unused)
        {
            cuts[piece.ToString()] = symbols[left].Length;
        }
    }

    // An unused piece only leads to longer ones; where it is left over, it is cut again.
    private void Add(List<Segment> segments, Dictionary<string, int> cuts, string text, int start, int length)
    {
        var id = _pieces.Find(text.AsSpan(start, length));
        if (id >= 0 && _pieces[id].Kind == PieceKind.Unused && cuts.TryGetValue(text.Substring(start, length), out var cut))
        {
            Add(segments, cuts, text, start, cut);
            Add(segments, cuts, text, start + cut, length - cut);
            return;
        }

        segments.Add(new Segment(id < 0 ? _pieces.Unknown : id, start, length));
    }

    private readonly record struct Symbol(int Start, int Length, int Previous, int Next, bool Frozen);

    private readonly record struct Pair(int Left, int Right, int Length);
}
