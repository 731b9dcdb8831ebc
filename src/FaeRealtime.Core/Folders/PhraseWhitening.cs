using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Folders;

/// <summary>A linear map of phrase vectors under which the captions of a data set, means of phrases, have mean 0, about the same spread in every direction, and length 1 in the mean square: M(v − μ).</summary>
/// <param name="Mean">μ <c>[W]</c>.</param>
/// <param name="Matrix">M <c>[W, W]</c> row-major.</param>
public sealed record PhraseWhitening(float[] Mean, float[] Matrix)
{
    // Below it a direction was flattened.
    private const double Smallest = 1e-9;

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

    /// <summary>The inverse of the matrix, by elimination with pivots.</summary>
    /// <returns><c>[W, W]</c> row-major; null where there is none, as of phrases that all are one.</returns>
    public float[]? Inverse()
    {
        var width = Mean.Length;
        var (left, right) = (Array.ConvertAll(Matrix, value => (double)value), new double[Matrix.Length]);
        for (var i = 0; i < width; i++)
        {
            right[(i * width) + i] = 1;
        }

        for (var column = 0; column < width; column++)
        {
            var pivot = Enumerable.Range(column, width - column).MaxBy(row => Math.Abs(left[(row * width) + column]));
            if (Math.Abs(left[(pivot * width) + column]) < Smallest)
            {
                return null;
            }

            Swap(left, pivot, column, width);
            Swap(right, pivot, column, width);
            Scale(left, right, column, 1 / left[(column * width) + column], width);
            for (var row = 0; row < width; row++)
            {
                if (row != column && left[(row * width) + column] is not 0 and var factor)
                {
                    Subtract(left, row, column, factor, width);
                    Subtract(right, row, column, factor, width);
                }
            }
        }

        return Array.ConvertAll(right, value => (float)value);
    }

    private static void Swap(double[] matrix, int a, int b, int width)
    {
        for (var i = 0; a != b && i < width; i++)
        {
            (matrix[(a * width) + i], matrix[(b * width) + i]) = (matrix[(b * width) + i], matrix[(a * width) + i]);
        }
    }

    private static void Scale(double[] left, double[] right, int row, double factor, int width)
    {
        for (var i = row * width; i < (row + 1) * width; i++)
        {
            left[i] *= factor;
            right[i] *= factor;
        }
    }

    private static void Subtract(double[] matrix, int row, int other, double factor, int width)
    {
        var target = matrix.AsSpan(row * width, width);
        var source = matrix.AsSpan(other * width, width);
        for (var i = 0; i < width; i++)
        {
            target[i] -= factor * source[i];
        }
    }
}
