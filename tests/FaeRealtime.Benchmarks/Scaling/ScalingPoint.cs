namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>One size's times.</summary>
/// <param name="Tokens">Of the latent.</param>
/// <param name="Width">Of a token.</param>
/// <param name="Threads">That computed.</param>
/// <param name="Milliseconds">One picture, median.</param>
/// <param name="Least">One picture, least.</param>
/// <param name="Two">Two pictures in one pass, as guidance computes them, median.</param>
/// <param name="Bound">One picture at the bare products' best rate.</param>
internal sealed record ScalingPoint(int Tokens, int Width, int Threads, double Milliseconds, double Least, double Two, double Bound);
