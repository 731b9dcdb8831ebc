namespace FaeRealtime.Remote.Osc;

/// <summary>An OSC message.</summary>
/// <param name="Address">Such as <c>/fae/steps</c>.</param>
/// <param name="Arguments">Its arguments; blobs are left out.</param>
internal sealed record OscMessage(string Address, IReadOnlyList<OscArgument> Arguments);

/// <summary>Messages of a packet that act together.</summary>
/// <param name="Time">When.</param>
/// <param name="Messages">In order.</param>
internal sealed record OscBundle(OscTime Time, IReadOnlyList<OscMessage> Messages);
