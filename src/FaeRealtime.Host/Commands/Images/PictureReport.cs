namespace FaeRealtime.Host.Images;

/// <summary>One picture.</summary>
/// <param name="Seed">Its noise.</param>
/// <param name="Class">Its class in words.</param>
/// <param name="File">Where it lies.</param>
internal sealed record PictureReport(ulong Seed, string Class, string File);
