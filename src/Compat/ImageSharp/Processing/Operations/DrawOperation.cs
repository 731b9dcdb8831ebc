using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>Porter and Duff's "over" with straight alpha (SIGGRAPH 1984).</summary>
internal sealed class DrawOperation(ImageFrame foreground, Point location, float opacity) : ImageOperation
{
    internal override bool InPlace => true;

    internal override Size OutputSize(Size source) => opacity is >= 0 and <= 1
        ? source
        : throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "Opacity is 0 to 1.");

    internal override void Run(PixelPlane source, PixelPlane destination)
    {
        Rectangle target = Rectangle.Intersect(
            new Rectangle(location, foreground.Size()), new Rectangle(0, 0, destination.Size.Width, destination.Size.Height));
        if (target.Width <= 0 || target.Height <= 0)
        {
            return;
        }

        PixelPlane front = new(foreground);
        bool opaque = opacity == 1 && front.Layout != PixelLayout.Rgba;
        Rgba32[] buffer = ArrayPool<Rgba32>.Shared.Rent(2 * target.Width);
        Span<Rgba32> top = buffer.AsSpan(0, target.Width);
        Span<Rgba32> bottom = buffer.AsSpan(target.Width, target.Width);
        for (int y = 0; y < target.Height; y++)
        {
            ReadOnlySpan<byte> from = Part(front.Row(target.Y - location.Y + y), front.Layout, target.X - location.X, target.Width);
            Span<byte> to = Part(destination.Row(target.Y + y), destination.Layout, target.X, target.Width);
            if (opaque)
            {
                LayoutConversion.Convert(from, front.Layout, to, destination.Layout);
                continue;
            }

            LayoutConversion.Convert(from, front.Layout, MemoryMarshal.AsBytes(top), PixelLayout.Rgba);
            LayoutConversion.Convert(to, destination.Layout, MemoryMarshal.AsBytes(bottom), PixelLayout.Rgba);
            Blend(top, bottom);
            LayoutConversion.Convert(MemoryMarshal.AsBytes(bottom), PixelLayout.Rgba, to, destination.Layout);
        }

        ArrayPool<Rgba32>.Shared.Return(buffer);
    }

    private static Span<byte> Part(Span<byte> row, PixelLayout layout, int first, int count) =>
        row.Slice(first * (int)layout, count * (int)layout);

    private void Blend(ReadOnlySpan<Rgba32> top, Span<Rgba32> bottom)
    {
        for (int x = 0; x < top.Length; x++)
        {
            Vector4 front = top[x].ToScaledVector4();
            Vector4 back = bottom[x].ToScaledVector4();
            float alpha = front.W * opacity;
            float kept = back.W * (1 - alpha);
            float total = alpha + kept;
            Vector4 mixed = total > 0 ? ((front * alpha) + (back * kept)) / total : Vector4.Zero;
            mixed.W = total;
            bottom[x].FromScaledVector4(mixed);
        }
    }
}
