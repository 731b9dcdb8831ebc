using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Control;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Page;

/// <summary>What the server shows and changes. Nothing here is owned.</summary>
internal sealed record PageContext
{
    /// <summary>The session; the server never calls its <see cref="LatentSession.Update"/>.</summary>
    public required LatentSession Session { get; init; }

    /// <summary>Changes it.</summary>
    public required SessionControl Control { get; init; }

    /// <summary>The stored presets.</summary>
    public PresetFolder Presets => Control.Presets ?? throw new ConfigException("This session has no folder for presets.");

    /// <summary>Its pictures and the recorder.</summary>
    public required LiveOutput Output { get; init; }

    /// <summary>Beats at new frames, changed parameters and a new status.</summary>
    public required Pulse Pulse { get; init; }

    /// <summary>Folder of recordings and captured pictures.</summary>
    public required string OutFolder { get; init; }

    /// <summary>What was written there.</summary>
    public MadeFiles Made { get; } = new();

    /// <summary>How videos are made.</summary>
    public required RecordingOptions Video { get; init; }

    /// <summary>Names of the models that can be loaded.</summary>
    public required Func<IReadOnlyList<string>> Models { get; init; }

    /// <summary>The OSC server; null for none.</summary>
    public Osc.OscServer? Osc { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
