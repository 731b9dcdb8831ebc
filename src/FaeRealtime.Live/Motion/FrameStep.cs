namespace FaeRealtime.Live.Motion;

/// <summary>One step of a source.</summary>
/// <param name="Distance">How far to move, in keys.</param>
/// <param name="Seconds">How much time passes, for fades.</param>
/// <param name="Complete">Whether to finish keys that are not ready (exact pacing) or to rest until they are (live).</param>
internal readonly record struct FrameStep(double Distance, double Seconds, bool Complete);
