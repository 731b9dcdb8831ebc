namespace FaeRealtime.Text.SentencePieces;

/// <summary>Cuts a normalised text into pieces.</summary>
internal interface ISegmentation
{
    /// <summary>Cuts a text.</summary>
    /// <param name="text">As <see cref="TextNormaliser"/> leaves it.</param>
    /// <returns>The pieces in order; together they are the text.</returns>
    IReadOnlyList<Segment> Cut(string text);
}

/// <summary>A piece of a text.</summary>
/// <param name="Id">Its token number, or the unknown one's.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its number of characters.</param>
internal readonly record struct Segment(int Id, int Start, int Length);
