namespace FaeRealtime.Data.Loading;

/// <summary>What decoding a picture gave: pixels, or the reason why there are none.</summary>
/// <param name="Planes">Planar RGB, <c>[3, S, S]</c>.</param>
/// <param name="Failure">Set where <paramref name="Planes"/> is null.</param>
internal readonly record struct DecodedPicture(byte[]? Planes, string? Failure);
