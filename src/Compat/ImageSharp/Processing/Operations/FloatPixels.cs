namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>Rows of bytes as floats 0 to 255 and back; colours weighted by alpha meanwhile, if asked.</summary>
internal readonly struct FloatPixels(bool premultiply)
{
    private const float Maximum = 255;

    internal void Load(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }

        for (int i = 0; premultiply && i < source.Length; i += 4)
        {
            Scale(destination.Slice(i, 3), destination[i + 3] / Maximum);
        }
    }

    /// <summary>To nearest, saturating. The floats are consumed.</summary>
    internal void Store(Span<float> source, Span<byte> destination)
    {
        for (int i = 0; premultiply && i < destination.Length; i += 4)
        {
            float alpha = source[i + 3] / Maximum;
            if (alpha > 0)
            {
                Scale(source.Slice(i, 3), 1 / alpha);
            }
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (byte)Math.Clamp(source[i] + 0.5f, 0, Maximum);
        }
    }

    private static void Scale(Span<float> colour, float factor)
    {
        colour[0] *= factor;
        colour[1] *= factor;
        colour[2] *= factor;
    }
}
