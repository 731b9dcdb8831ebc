using System.Globalization;

namespace FaeRealtime.Remote.Osc;

/// <summary>What an argument of an OSC message is.</summary>
internal enum OscKind
{
    /// <summary>Types <c>i</c> and <c>h</c>.</summary>
    Whole,

    /// <summary>Types <c>f</c> and <c>d</c>.</summary>
    Real,

    /// <summary>Type <c>s</c>.</summary>
    Text,

    /// <summary>Types <c>T</c> and <c>F</c>.</summary>
    Switch,
}

/// <summary>An argument of an OSC message.</summary>
/// <param name="Kind">Which of the values counts.</param>
/// <param name="Whole">A whole number; 1 or 0 for a switch.</param>
/// <param name="Real">A number.</param>
/// <param name="Text">A text; else empty.</param>
internal readonly record struct OscArgument(OscKind Kind, long Whole, double Real, string Text)
{
    /// <summary>A whole number.</summary>
    public static OscArgument Of(long whole) => new(OscKind.Whole, whole, whole, string.Empty);

    /// <summary>A number.</summary>
    public static OscArgument Of(double real) => new(OscKind.Real, 0, real, string.Empty);

    /// <summary>A text.</summary>
    public static OscArgument Of(string text) => new(OscKind.Text, 0, 0.0, text);

    /// <summary>On or off.</summary>
    public static OscArgument Of(bool on) => new(OscKind.Switch, on ? 1 : 0, on ? 1.0 : 0.0, string.Empty);

    /// <summary>As a message quotes it.</summary>
    public override string ToString() => Kind switch
    {
        OscKind.Text => $"'{Text}'",
        OscKind.Switch => Whole != 0 ? "true" : "false",
        OscKind.Whole => Whole.ToString(CultureInfo.InvariantCulture),
        _ => Real.ToString(CultureInfo.InvariantCulture),
    };
}
