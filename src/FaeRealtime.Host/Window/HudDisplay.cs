namespace FaeRealtime.Host.Window;

/// <summary>Which parts of the text are shown.</summary>
internal sealed class HudDisplay
{
    private bool _hidden;
    private bool _performance;
    private bool _help;

    /// <summary>Counts changes, so that the text is written anew at once.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a part is shown; nothing is while all is hidden.</summary>
    public bool Shows(HudPart part) => !_hidden && part switch
    {
        HudPart.Performance => _performance,
        HudPart.Help => _help,
        _ => true,
    };

    /// <summary>Shows a part, or hides it. Asking for one brings all back.</summary>
    public void Toggle(HudPart part)
    {
        Version++;
        switch (part)
        {
            case HudPart.Performance:
                (_performance, _hidden) = (_hidden || !_performance, false);
                break;
            case HudPart.Help:
                (_help, _hidden) = (_hidden || !_help, false);
                break;
            default:
                _hidden = !_hidden;
                break;
        }
    }
}

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
