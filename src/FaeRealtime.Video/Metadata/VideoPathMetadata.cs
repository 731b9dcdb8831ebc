namespace FaeRealtime.Host.Output.Notes;

/// <summary>How a film's frames follow one another.</summary>
/// <param name="Fps">Frames a second.</param>
/// <param name="Frames">How many were asked for; the film may have ended early.</param>
/// <param name="Side">Side of a frame in pixels.</param>
internal sealed record FilmPathNotes(double Fps, int Frames, int Side);
