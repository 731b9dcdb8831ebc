namespace FaeRealtime.Parity.Cases;

/// <summary>One tensor's comparison with its golden value.</summary>
/// <param name="Tensor">The tensor's name in the golden case.</param>
/// <param name="MaxAbsoluteError">Largest absolute difference, or NaN where nothing could be compared.</param>
/// <param name="RelativeL2">‖ours − golden‖ / ‖golden‖, or NaN where nothing could be compared.</param>
/// <param name="Tolerance">The rule it was held to.</param>
/// <param name="Pass">Whether it holds.</param>
/// <param name="Note">Why nothing was compared, or what else there is to say; null for nothing.</param>
public sealed record ParityRow(string Tensor, double MaxAbsoluteError, double RelativeL2, string Tolerance, bool Pass, string? Note = null);
