using System.Runtime.InteropServices;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>A moment of a live session. Its latent stands in the notes, so that the model's decoders make the picture again.</summary>
/// <param name="Seconds">The session's time.</param>
/// <param name="Position">Where on its path, in keys.</param>
/// <param name="Latent">The clean latent, normalised: float32, little endian, Base64.</param>
internal sealed record MomentNotes(double Seconds, double Position, string Latent)
{
    /// <summary>A latent as text.</summary>
    public static string Text(ReadOnlySpan<float> latent) => Convert.ToBase64String(MemoryMarshal.AsBytes(latent));

    /// <summary>The latent.</summary>
    /// <param name="length">Values that the model's latents have.</param>
    /// <returns>Null where the text is not one.</returns>
    public float[]? Values(int length)
    {
        var values = new float[length];
        return Convert.TryFromBase64String(Latent, MemoryMarshal.AsBytes(values.AsSpan()), out var written) && written == length * sizeof(float) && Array.TrueForAll(values, float.IsFinite) ? values : null;
    }
}
