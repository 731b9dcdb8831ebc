namespace FaeRealtime.Text.SentencePieces;

/// <summary>Token numbers of the pieces that a text may be cut into.</summary>
internal sealed class PieceTable
{
    private readonly IReadOnlyList<Piece> _pieces;
    private readonly Dictionary<string, int> _ids;

    private PieceTable(IReadOnlyList<Piece> pieces, Dictionary<string, int> ids, int unknown, int longest) =>
        (_pieces, _ids, Unknown, Longest) = (pieces, ids, unknown, longest);

    /// <summary>The token number of what no piece covers.</summary>
    public int Unknown { get; }

    /// <summary>Characters of the longest piece.</summary>
    public int Longest { get; }

    /// <summary>Makes the table of a vocabulary.</summary>
    /// <param name="pieces">The vocabulary.</param>
    /// <exception cref="InvalidDataException">A piece is empty or stands twice.</exception>
    public static PieceTable Of(IReadOnlyList<Piece> pieces)
    {
        var (ids, unknown, longest) = (new Dictionary<string, int>(StringComparer.Ordinal), 0, 0);
        for (var id = 0; id < pieces.Count; id++)
        {
            var (text, _, kind) = pieces[id];
            if (kind == PieceKind.Unknown)
            {
                unknown = id;
            }
            else if (kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused)
            {
                longest = Math.Max(longest, text.Length);
                if (text.Length == 0 || !ids.TryAdd(text, id))
                {
                    throw new InvalidDataException($"Piece {id}, '{text}', is empty or stands twice.");
                }
            }
        }

        return new PieceTable(pieces, ids, unknown, longest);
    }

    /// <summary>A piece's score and kind.</summary>
    /// <param name="id">Its token number.</param>
    public Piece this[int id] => _pieces[id];

    /// <summary>The token number of a piece.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>−1 where there is none.</returns>
    public int Find(ReadOnlySpan<char> text) => _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var id) ? id : -1;
}
