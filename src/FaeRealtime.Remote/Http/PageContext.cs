using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Control;
using FaeRealtime.Remote.Inputs;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote.Http;

/// <summary>What the server shows and changes. Nothing here is owned.</summary>
internal sealed record PageContext
{
    /// <summary>Carries out what browsers ask for.</summary>
    public required RemoteControl Remote { get; init; }

    /// <summary>The session; the server never calls its <see cref="LatentSession.Update"/>.</summary>
    public LatentSession Session => Control.Session;

    /// <summary>Its control.</summary>
    public SessionControl Control => Remote.Session;

    /// <summary>The stored presets.</summary>
    public PresetFolder Presets => Remote.Presets;

    /// <summary>Its recordings and captured pictures.</summary>
    public required MediaOutput Media { get; init; }

    /// <summary>Its live picture.</summary>
    public required FrameFeed Feed { get; init; }

    /// <summary>Beats at new frames, changed parameters and a new status.</summary>
    public required Pulse Pulse { get; init; }

    /// <summary>The OSC server; null for none.</summary>
    public OscServer? Osc { get; init; }

    /// <summary>Receives image files; null where none can come in.</summary>
    public ReceivedImages? Images { get; init; }

    /// <summary>Decodes an image file at a side; null where none can come.</summary>
    public Func<ReadOnlyMemory<byte>, int, byte[]>? Decode { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
