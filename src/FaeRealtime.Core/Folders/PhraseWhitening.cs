using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Folders;

/// <summary>A linear map of phrase vectors under which the captions of a data set, means of phrases, have mean 0, about the same spread in every direction, and length 1 in the mean square: M(v − μ).</summary>
/// <param name="Mean">μ <c>[W]</c>.</param>
/// <param name="Matrix">M <c>[W, W]</c> row-major.</param>
public sealed record PhraseWhitening(float[] Mean, float[] Matrix)
{
    /// <summary>Maps a vector.</summary>
    /// <param name="vector">A text encoder's unit vector <c>[W]</c>.</param>
    /// <returns><c>[W]</c>.</returns>
    /// <exception cref="ShapeException">The width is another.</exception>
    public float[] Apply(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Mean.Length)
        {
            throw new ShapeException($"The phrases' whitening takes {Mean.Length} numbers, not {vector.Length}.");
        }

        var mapped = new float[Mean.Length];
        for (var row = 0; row < mapped.Length; row++)
        {
            var sum = 0.0;
            for (var i = 0; i < vector.Length; i++)
            {
                sum += (double)Matrix[(row * Mean.Length) + i] * (vector[i] - Mean[i]);
            }

            mapped[row] = (float)sum;
        }

        return mapped;
    }
}
