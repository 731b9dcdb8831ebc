namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>One size's times, in milliseconds.</summary>
/// <param name="Tokens">Of the latent.</param>
/// <param name="Width">Of a token.</param>
/// <param name="Threads">That computed.</param>
/// <param name="Median">One picture, median.</param>
/// <param name="Least">One picture, least.</param>
/// <param name="Batch">Four pictures in one pass, least.</param>
/// <param name="Bound">One picture at the bare products' best rate.</param>
internal sealed record ScalingPoint(int Tokens, int Width, int Threads, double Median, double Least, double Batch, double Bound);
