namespace FaeRealtime.Host.Window;

/// <summary>A part of the text over the picture.</summary>
internal enum HudPart
{
    /// <summary>All of it.</summary>
    All,

    /// <summary>The times of every stage, as charts.</summary>
    Performance,

    /// <summary>The list of keys.</summary>
    Help,
}
