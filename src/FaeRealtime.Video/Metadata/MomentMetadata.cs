using System.Runtime.InteropServices;

namespace FaeRealtime.Video.Metadata;

/// <summary>A moment of a live session. What it was painted from stands in the metadata, so that the model's decoders make the picture again.</summary>
/// <param name="Seconds">The session's time.</param>
/// <param name="Position">Where on its path, in keys.</param>
/// <param name="Latent">The clean latent, normalised: float32, little endian, Base64.</param>
public sealed record MomentMetadata(double Seconds, double Position, string Latent)
{
    /// <summary>In space feature, and in a fade from or to it: the features that were painted instead of the latent, likewise. No blend of latents would give them.</summary>
    public string? Features { get; init; }

    /// <summary>Values as text.</summary>
    public static string Text(ReadOnlySpan<float> values) => Convert.ToBase64String(MemoryMarshal.AsBytes(values));

    /// <summary>Values from text.</summary>
    /// <param name="text">What <see cref="Text"/> gave.</param>
    /// <param name="length">How many there must be.</param>
    /// <returns>Null where the text is not so many finite numbers.</returns>
    public static float[]? Values(string text, int length)
    {
        var values = new float[length];
        return Convert.TryFromBase64String(text, MemoryMarshal.AsBytes(values.AsSpan()), out var written) && written == length * sizeof(float) && Array.TrueForAll(values, float.IsFinite) ? values : null;
    }
}
