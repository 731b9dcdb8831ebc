using System.Globalization;

namespace FaeRealtime.Remote.Osc;

/// <summary>What an argument of an OSC message is.</summary>
internal enum OscKind
{
    /// <summary>Types <c>i</c> and <c>h</c>.</summary>
    Whole,

    /// <summary>Types <c>f</c> and <c>d</c>.</summary>
    Real,

    /// <summary>Types <c>s</c>, <c>S</c> and <c>c</c>.</summary>
    Text,

    /// <summary>Types <c>T</c> and <c>F</c>.</summary>
    Switch,

    /// <summary>Types <c>I</c> and <c>N</c>: a press that carries no value.</summary>
    Press,
}

/// <summary>An argument of an OSC message.</summary>
/// <param name="Kind">Which of the values counts.</param>
/// <param name="Whole">A whole number; 1 or 0 for a switch.</param>
/// <param name="Real">A number.</param>
/// <param name="Text">A text; else empty.</param>
internal readonly record struct OscArgument(OscKind Kind, long Whole, double Real, string Text)
{
    // Above it not every whole number has a double of its own.
    private const double LargestExact = 9_007_199_254_740_992.0;

    /// <summary>A press.</summary>
    public static OscArgument Press { get; } = new(OscKind.Press, 0, 0.0, string.Empty);

    /// <summary>A whole number.</summary>
    public static OscArgument Of(long whole) => new(OscKind.Whole, whole, whole, string.Empty);

    /// <summary>A number.</summary>
    public static OscArgument Of(double real) => new(OscKind.Real, 0, real, string.Empty);

    /// <summary>A text.</summary>
    public static OscArgument Of(string text) => new(OscKind.Text, 0, 0.0, text);

    /// <summary>On or off.</summary>
    public static OscArgument Of(bool on) => new(OscKind.Switch, on ? 1 : 0, on ? 1.0 : 0.0, string.Empty);

    /// <summary>The number that it is: of a number type, or a text of digits, from senders that have no other type.</summary>
    /// <returns>Null for none; may be infinite or no number, as floats may.</returns>
    public double? AsNumber() => Kind switch
    {
        OscKind.Whole or OscKind.Real => Real,
        OscKind.Text when double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>The whole number that it is, whatever type carries it: 7, 7.0 and "7" are one.</summary>
    /// <returns>Null for none, and for a float beyond 2⁵³, which has lost its last digits.</returns>
    public long? AsWhole() => Kind switch
    {
        OscKind.Whole => Whole,
        OscKind.Text when long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => AsNumber() is { } number && number == Math.Floor(number) && Math.Abs(number) <= LargestExact ? (long)number : null,
    };

    /// <summary>As a message quotes it.</summary>
    public override string ToString() => Kind switch
    {
        OscKind.Text => $"'{Text}'",
        OscKind.Switch => Whole != 0 ? "true" : "false",
        OscKind.Press => "no value",
        OscKind.Whole => Whole.ToString(CultureInfo.InvariantCulture),
        _ => Real.ToString(CultureInfo.InvariantCulture),
    };
}
