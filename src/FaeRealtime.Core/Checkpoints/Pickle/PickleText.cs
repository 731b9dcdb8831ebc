namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>Names out of a stranger's file, fit for a message.</summary>
internal static class PickleText
{
    private const int MaximumLength = 120;

    /// <summary>Shortens a name and takes control characters out.</summary>
    /// <param name="name">The name as stored.</param>
    public static string Name(string name)
    {
        var start = name.Length <= MaximumLength ? name : name[..MaximumLength];
        return name.Length <= MaximumLength ? Line(start) : $"{Line(start)}…";
    }

    private static string Line(string text) => string.Create(text.Length, text, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        }
    });
}
