namespace FaeRealtime.Data.Sources;

/// <summary>What lists call their columns or members.</summary>
internal static class ListFields
{
    /// <summary>The image's path.</summary>
    public static readonly string[] File = ["file", "file_name"];

    /// <summary>Its caption.</summary>
    public static readonly string[] Caption = ["caption", "text", "prompt"];

    /// <summary>Its class.</summary>
    public static readonly string[] Class = ["category", "label", "class"];

    /// <summary>Puts a class into a line: a whole number from 0 is a class number.</summary>
    public static Annotation Labelled(Annotation line, string? label, bool overrides)
    {
        if (string.IsNullOrEmpty(label))
        {
            return line;
        }

        var isNumber = int.TryParse(label, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number);
        return line with { Class = isNumber ? ClassTable.NameOf(number) : label, Number = isNumber ? number : null, Overrides = overrides };
    }
}
