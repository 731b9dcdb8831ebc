namespace FaeRealtime.Host.Osc;

/// <summary>An OSC message.</summary>
/// <param name="Address">Such as <c>/fae/steps</c>.</param>
/// <param name="Arguments">Its arguments; blobs are left out.</param>
internal sealed record OscMessage(string Address, IReadOnlyList<OscArgument> Arguments);
