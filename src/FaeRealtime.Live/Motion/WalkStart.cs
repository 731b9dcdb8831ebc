namespace FaeRealtime.Live.Motion;

/// <summary>What a walk comes from.</summary>
/// <param name="Position">Where on its path it goes on, in keys.</param>
/// <param name="Latent">A latent to fade from, or null.</param>
/// <param name="Class">A class to blend from, or null.</param>
internal readonly record struct WalkStart(double Position, float[]? Latent, int? Class);
