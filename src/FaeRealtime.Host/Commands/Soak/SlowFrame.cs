namespace FaeRealtime.Host.Soak;

/// <summary>A frame that came late, and what went on.</summary>
/// <param name="Frame">Its number.</param>
/// <param name="Ms">From the parameters to the screen.</param>
/// <param name="SinceSwap">Frames since another model was wished.</param>
/// <param name="IsOpening">Whether it was still being opened.</param>
/// <param name="SinceContext">Frames since the context was taken away and given back.</param>
/// <param name="Collections">Garbage collections since the frame before.</param>
/// <param name="Steps">Steps that were set.</param>
/// <param name="Space">Space that was set.</param>
internal sealed record SlowFrame(long Frame, double Ms, long SinceSwap, bool IsOpening, long SinceContext, int Collections, int Steps, string Space);
