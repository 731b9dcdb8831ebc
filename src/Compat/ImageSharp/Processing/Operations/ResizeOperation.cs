using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing.Operations;

internal sealed class ResizeOperation(ResizeOptions options) : ImageOperation
{
    internal override Size OutputSize(Size source) => ResizeLayout.For(source, options).Size;

    internal override void Run(PixelPlane source, PixelPlane destination)
    {
        ResizeLayout layout = ResizeLayout.For(source.Size, options);
        Rectangle whole = new(Point.Empty, layout.Size);
        Rectangle visible = Rectangle.Intersect(layout.Target, whole);
        if (visible != whole)
        {
            Fill(destination, options.PadColor);
        }

        if (layout.Target == whole && layout.Size == source.Size)
        {
            source.Bytes.CopyTo(destination.Bytes);
        }
        else if (options.Sampler is NearestNeighborResampler)
        {
            NearestResize.Run(source, destination, layout.Target, visible);
        }
        else
        {
            using SeparableResize resize = new(options, source.Size, source.Layout, layout.Target, visible);
            resize.Run(source, destination);
        }
    }

    private static void Fill(PixelPlane destination, Color color)
    {
        Span<byte> pixel = stackalloc byte[(int)destination.Layout];
        Rgba32 value = color;
        LayoutConversion.Convert([value.R, value.G, value.B, value.A], PixelLayout.Rgba, pixel, destination.Layout);
        for (int i = 0; i < destination.Bytes.Length; i += pixel.Length)
        {
            pixel.CopyTo(destination.Bytes[i..]);
        }
    }
}
