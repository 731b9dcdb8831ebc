namespace FaeRealtime.Host.Osc;

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
