namespace FaeRealtime.Remote.Osc;

/// <summary>An OSC message.</summary>
/// <param name="Address">Such as <c>/fae/steps</c>, or a pattern of addresses (<see cref="OscPattern"/>).</param>
/// <param name="Arguments">Its arguments, those of arrays in their order; blobs, time tags, colours and MIDI are left out.</param>
internal sealed record OscMessage(string Address, IReadOnlyList<OscArgument> Arguments)
{
    /// <summary>Why its arguments cannot be read, which concerns only whom it is for; null where they can.</summary>
    public string? Problem { get; init; }
}

/// <summary>Messages of a packet that act together.</summary>
/// <param name="Time">When.</param>
/// <param name="Messages">In order.</param>
internal sealed record OscBundle(OscTime Time, IReadOnlyList<OscMessage> Messages);
