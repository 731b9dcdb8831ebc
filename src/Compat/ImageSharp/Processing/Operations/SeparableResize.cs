using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>Resampling of one frame: each needed source row across, then rows down, in float, rounded once.</summary>
/// <remarks>
/// Rows that were resampled across stay in a ring as long as the vertical kernels need them. Products and sums are never fused and
/// are made in the same order for any vector width, so the bytes are the same on every machine.
/// </remarks>
internal sealed class SeparableResize : IDisposable
{
    // A vector of four floats is read and written at the last pixel of a row, which may have one channel.
    private const int Padding = 3;

    private readonly ResizeKernels across;
    private readonly ResizeKernels down;
    private readonly Rectangle visible;
    private readonly FloatPixels pixels;
    private readonly int bands;
    private readonly int ringRows;
    private readonly int ringStride;
    private readonly float[] ring;
    private readonly float[] line;
    private readonly float[] result;
    private int rowsDone;

    internal SeparableResize(ResizeOptions options, Size source, PixelLayout layout, Rectangle target, Rectangle visible)
    {
        this.visible = visible;
        bands = (int)layout;
        pixels = new FloatPixels(premultiply: layout == PixelLayout.Rgba && options.PremultiplyAlpha);
        across = new ResizeKernels(options.Sampler, source.Width, target.Width, visible.X - target.X, visible.Width);
        down = new ResizeKernels(options.Sampler, source.Height, target.Height, visible.Y - target.Y, visible.Height);
        ringRows = down.Stride;
        ringStride = (visible.Width * bands) + Padding;
        ring = ArrayPool<float>.Shared.Rent(checked(ringRows * ringStride));
        line = ArrayPool<float>.Shared.Rent((source.Width * bands) + Padding);
        result = ArrayPool<float>.Shared.Rent(ringStride);
        line.AsSpan(source.Width * bands, Padding).Clear();
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(ring);
        ArrayPool<float>.Shared.Return(line);
        ArrayPool<float>.Shared.Return(result);
    }

    internal void Run(PixelPlane source, PixelPlane destination)
    {
        for (int y = 0; y < visible.Height; y++)
        {
            int start = down.Start(y);
            ReadOnlySpan<float> weights = down.Weights(y);
            for (rowsDone = Math.Max(rowsDone, start); rowsDone < start + weights.Length; rowsDone++)
            {
                pixels.Load(source.Row(rowsDone), line);
                ResampleAcross(RingRow(rowsDone));
            }

            ResampleDown(start, weights);
            pixels.Store(result, destination.Row(visible.Y + y).Slice(visible.X * bands, visible.Width * bands));
        }
    }

    private Span<float> RingRow(int sourceRow) => ring.AsSpan(sourceRow % ringRows * ringStride, ringStride);

    private void ResampleAcross(Span<float> row)
    {
        ref float source = ref MemoryMarshal.GetArrayDataReference(line);
        for (int x = 0; x < visible.Width; x++)
        {
            ReadOnlySpan<float> weights = across.Weights(x);
            ref float tap = ref Unsafe.Add(ref source, across.Start(x) * bands);
            Vector128<float> sum = Vector128<float>.Zero;
            foreach (float weight in weights)
            {
                sum += Vector128.LoadUnsafe(ref tap) * weight;
                tap = ref Unsafe.Add(ref tap, bands);
            }

            // The channels past this pixel's own are overwritten by the next pixel or lie in the padding.
            sum.StoreUnsafe(ref row[x * bands]);
        }
    }

    private void ResampleDown(int start, ReadOnlySpan<float> weights)
    {
        Span<float> sum = result.AsSpan(0, visible.Width * bands);
        sum.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            Accumulate(RingRow(start + i)[..sum.Length], weights[i], sum);
        }
    }

    private static void Accumulate(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= row.Length - width; i += width)
        {
            (new Vector<float>(sum[i..]) + (new Vector<float>(row[i..]) * weight)).CopyTo(sum[i..]);
        }

        for (; i < row.Length; i++)
        {
            sum[i] += row[i] * weight;
        }
    }
}
