namespace FaeRealtime.Data.Loading;

/// <summary>What decoding an image gave: pixels, or the reason why there are none.</summary>
/// <param name="Planes">Planar RGB, <c>[3, S, S]</c>.</param>
/// <param name="Failure">Set where <paramref name="Planes"/> is null.</param>
internal readonly record struct DecodedImage(byte[]? Planes, string? Failure);
