namespace FaeRealtime.Host.Osc;

/// <summary>Messages of a packet that act together.</summary>
/// <param name="Time">When.</param>
/// <param name="Messages">In order.</param>
internal sealed record OscBundle(OscTime Time, IReadOnlyList<OscMessage> Messages);
