using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>For each result pixel along one axis: which source pixels it takes, with which weights.</summary>
internal sealed class ResizeKernels
{
    // A centre that is a whole number in exact arithmetic must not gain or lose a tap to rounding.
    private const double Tolerance = 1e-8;

    private readonly float[] weights;
    private readonly int[] starts;
    private readonly int[] counts;

    /// <summary>Kernels for result pixels <paramref name="first"/> up to first + count of an axis of <paramref name="scaled"/> pixels.</summary>
    /// <remarks>Shrinking stretches the kernel by the ratio, so that every source pixel counts; weights are normalised to a sum of 1.</remarks>
    internal ResizeKernels(IResampler sampler, int source, int scaled, int first, int count)
    {
        double ratio = (double)source / scaled;
        double scale = Math.Max(ratio, 1);
        int radius = (int)Math.Ceiling((scale * sampler.Radius) - Tolerance);
        Stride = Math.Min((2 * radius) + 1, source);
        weights = new float[checked(Stride * count)];
        starts = new int[count];
        counts = new int[count];
        Span<double> values = Stride <= 256 ? stackalloc double[Stride] : new double[Stride];
        for (int i = 0; i < count; i++)
        {
            double centre = ((first + i + 0.5) * ratio) - 0.5;
            int left = Math.Max((int)Math.Ceiling(centre - radius - Tolerance), 0);
            int right = Math.Min((int)Math.Floor(centre + radius + Tolerance), source - 1);
            starts[i] = left;
            counts[i] = right - left + 1;
            double sum = 0;
            for (int j = left; j <= right; j++)
            {
                values[j - left] = sampler.GetValue((float)((j - centre) / scale));
                sum += values[j - left];
            }

            for (int j = 0; j < counts[i]; j++)
            {
                weights[(i * Stride) + j] = (float)(sum > 0 ? values[j] / sum : values[j]);
            }
        }
    }

    /// <summary>The most source pixels that a result pixel takes.</summary>
    internal int Stride { get; }

    internal int Start(int index) => starts[index];

    internal ReadOnlySpan<float> Weights(int index) => weights.AsSpan(index * Stride, counts[index]);
}
