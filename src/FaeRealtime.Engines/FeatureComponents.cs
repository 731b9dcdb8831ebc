using System.Numerics;
using System.Runtime.Intrinsics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Engines;

/// <summary>The leading principal components of pictures' features: along which whole pictures differ most.</summary>
/// <remarks>
/// With X the features of N pictures without their group's mean, the N × N Gram matrix X·Xᵀ has the eigenvalues λ of the covariance times N; an eigenvector v gives the axis Xᵀv/√λ. Found by subspace iteration from a drawn start.
/// Sums have one order, whatever a machine's vectors are: the same features give the same components.
/// </remarks>
public sealed class FeatureComponents
{
    private const ulong StartStream = 0x5A3B_0021;
    private const int Oversampled = 8;
    private const int MostRounds = 300;
    private const double Converged = 1e-10;

    // So many columns of all rows lie in a cache near the core.
    private const int Columns = 512;

    private FeatureComponents(float[][] vectors, double[] shares) => (Vectors, Shares) = (vectors, shares);

    /// <summary>Each component as one standard deviation along its axis, <c>[P]</c>; of the two ways the one whose greatest value is above 0.</summary>
    public IReadOnlyList<float[]> Vectors { get; }

    /// <summary>Each component's share of the variance within groups.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Finds the components.</summary>
    /// <param name="rows">Features of N pictures, <c>[P]</c> each; centred in place.</param>
    /// <param name="groups">A group per picture, such as its class: what only tells groups apart is left out.</param>
    /// <param name="count">How many components.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Checked many times a second.</param>
    /// <exception cref="ShapeException">There are too few pictures, or they have different sizes.</exception>
    public static FeatureComponents Fit(IReadOnlyList<float[]> rows, IReadOnlyList<int> groups, int count, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        var free = rows.Count - groups.Distinct().Count();
        if (count < 1 || free < count || groups.Count != rows.Count || rows.Any(row => row.Length != rows[0].Length))
        {
            throw new ShapeException($"{count} components were asked of {rows.Count} pictures in {groups.Distinct().Count()} groups, which have {Math.Max(0, free)} at most. Take more pictures of one size, or fewer components.");
        }

        Centre(rows, groups);
        var gram = Gram(rows, progress, cancellationToken);
        var (axes, values, width) = Iterate(gram, rows.Count, Math.Min(count + Oversampled, free), count, cancellationToken);
        var trace = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            trace += gram[(i * rows.Count) + i];
        }

        float[][] vectors = [.. Enumerable.Range(0, count).Select(component => Vector(rows, axes, component, width))];
        return new FeatureComponents(vectors, [.. values.Take(count).Select(value => trace > 0 ? value / trace : 0)]);
    }

    private static void Centre(IReadOnlyList<float[]> rows, IReadOnlyList<int> groups)
    {
        foreach (var group in Enumerable.Range(0, rows.Count).GroupBy(row => groups[row]))
        {
            var mean = new double[rows[0].Length];
            foreach (var row in group)
            {
                for (var i = 0; i < mean.Length; i++)
                {
                    mean[i] += rows[row][i];
                }
            }

            var members = group.Count();
            foreach (var row in group)
            {
                for (var i = 0; i < mean.Length; i++)
                {
                    rows[row][i] -= (float)(mean[i] / members);
                }
            }
        }
    }

    private static double[] Gram(IReadOnlyList<float[]> rows, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (count, width) = (rows.Count, rows[0].Length);
        var gram = new double[count * count];
        for (var start = 0; start < width; start += Columns)
        {
            var length = Math.Min(Columns, width - start);
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = rows[i].AsSpan(start, length);
                for (var j = 0; j <= i; j++)
                {
                    gram[(i * count) + j] += Dot(row, rows[j].AsSpan(start, length));
                }
            }

            progress?.Report((double)(start + length) / width);
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                gram[(j * count) + i] = gram[(i * count) + j];
            }
        }

        return gram;
    }

    private static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = Vector256<float>.Zero;
        var i = 0;
        for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            sum += Vector256.Create(x[i..]) * Vector256.Create(y[i..]);
        }

        var total = ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
        for (; i < x.Length; i++)
        {
            total += x[i] * y[i];
        }

        return total;
    }

    // V ← orth(G·V) until the wanted eigenvalues stand; V is [N, width] row-major.
    private static (double[] Axes, double[] Values, int Width) Iterate(double[] gram, int rows, int width, int wanted, CancellationToken cancellationToken)
    {
        var drawn = new float[rows * width];
        PhiloxNoise.FillNormal(0, StartStream, 0, drawn);
        var (axes, next, values) = (Array.ConvertAll(drawn, value => (double)value), new double[drawn.Length], new double[width]);
        Orthonormalise(axes, rows, width, values);
        for (var round = 0; round < MostRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(next);
            for (var i = 0; i < rows; i++)
            {
                for (var k = 0; k < rows; k++)
                {
                    Add(next.AsSpan(i * width, width), axes.AsSpan(k * width, width), gram[(i * rows) + k]);
                }
            }

            var before = values[..wanted];
            (axes, next) = (next, axes);
            Orthonormalise(axes, rows, width, values);
            if (before.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) <= Converged * values[0]))
            {
                break;
            }
        }

        return (axes, values, width);
    }

    // Each value by itself, so that the width of a vector changes no bit.
    private static void Add(Span<double> target, ReadOnlySpan<double> values, double factor)
    {
        var i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(values[i..]) * factor)).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += values[i] * factor;
        }
    }

    // Modified Gram-Schmidt; the length of a column before it is its eigenvalue once the subspace stands.
    private static void Orthonormalise(double[] axes, int rows, int width, double[] values)
    {
        for (var column = 0; column < width; column++)
        {
            for (var other = 0; other < column; other++)
            {
                var product = Product(axes, rows, width, column, other);
                for (var i = 0; i < rows; i++)
                {
                    axes[(i * width) + column] -= product * axes[(i * width) + other];
                }
            }

            var length = Math.Sqrt(Product(axes, rows, width, column, column));
            values[column] = length;
            for (var i = 0; i < rows && length > 0; i++)
            {
                axes[(i * width) + column] /= length;
            }
        }
    }

    private static double Product(double[] axes, int rows, int width, int a, int b)
    {
        var sum = 0.0;
        for (var i = 0; i < rows; i++)
        {
            sum += axes[(i * width) + a] * axes[(i * width) + b];
        }

        return sum;
    }

    // Xᵀv/√λ has length 1 and the pictures' deviation along it is √(λ/N): together Xᵀv/√N.
    private static float[] Vector(IReadOnlyList<float[]> rows, double[] axes, int component, int width)
    {
        var sum = new double[rows[0].Length];
        for (var row = 0; row < rows.Count; row++)
        {
            var share = axes[(row * width) + component] / Math.Sqrt(rows.Count);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += share * rows[row][i];
            }
        }

        var sign = Math.Sign(sum.MaxBy(Math.Abs)) < 0 ? -1 : 1;
        return Array.ConvertAll(sum, value => (float)(sign * value));
    }
}
