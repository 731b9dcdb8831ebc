namespace FaeRealtime.Host.Bench;

/// <summary>The live rate while a video is recorded, beside that without, in turns.</summary>
/// <param name="Turns">Pairs of turns.</param>
/// <param name="FpsRatio">Median over the pairs of the presented rate while recording, as a share of that without.</param>
/// <param name="LowestRatio">The lowest of them.</param>
/// <param name="HighestRatio">The highest.</param>
/// <param name="FilmFrames">Frames of the last turn's video.</param>
/// <param name="FilmDropped">Frames that its writer could not take.</param>
internal sealed record RecordingCost(int Turns, double FpsRatio, double LowestRatio, double HighestRatio, long FilmFrames, long FilmDropped);
