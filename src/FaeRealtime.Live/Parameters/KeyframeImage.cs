using System.Runtime.InteropServices;

namespace FaeRealtime.Live.Parameters;

/// <summary>A picture that no seeds make, as a point of a timeline: its latent stands in the parameters, so that presets and sets hold it and play it without the picture.</summary>
public sealed record KeyframeImage
{
    /// <summary>What it is, for people: a file's name and the hash of its content.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of the model whose latent it is (<see cref="Engines.FrameEngineInfo.ModelHash"/>): another's decoders would paint something else.</summary>
    public required string Model { get; init; }

    /// <summary>The clean latent <c>[C, h, w]</c>, normalised: float16, little endian, Base64. Eleven bits are more than the decoders tell apart.</summary>
    public required string Latent { get; init; }

    /// <summary>Makes one.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="model">Hash of the model.</param>
    /// <param name="latent">Clean latent <c>[C, h, w]</c>, normalised.</param>
    public static KeyframeImage Of(string name, string model, ReadOnlySpan<float> latent)
    {
        var halves = new Half[latent.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)latent[i];
        }

        return new KeyframeImage { Name = name, Model = model, Latent = Convert.ToBase64String(MemoryMarshal.AsBytes(halves.AsSpan())) };
    }

    /// <summary>The latent's values.</summary>
    /// <returns>Null where the text is not finite numbers.</returns>
    internal float[]? Values()
    {
        var bytes = new byte[Latent.Length * 3 / 4];
        if (!Convert.TryFromBase64String(Latent, bytes, out var written) || written == 0 || written % 2 != 0)
        {
            return null;
        }

        var values = Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes.AsSpan(0, written)).ToArray(), half => (float)half);
        return Array.TrueForAll(values, float.IsFinite) ? values : null;
    }
}
