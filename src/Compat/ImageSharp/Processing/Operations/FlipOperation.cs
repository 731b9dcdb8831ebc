using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Operations;

internal sealed class FlipOperation(FlipMode mode) : ImageOperation
{
    internal override Size OutputSize(Size source) => source;

    internal override void Run(PixelPlane source, PixelPlane destination)
    {
        int last = source.Size.Height - 1;
        for (int y = 0; y <= last; y++)
        {
            Span<byte> row = destination.Row(y);
            source.Row(mode == FlipMode.Vertical ? last - y : y).CopyTo(row);
            if (mode == FlipMode.Horizontal)
            {
                Reverse(row, source.Layout);
            }
        }
    }

    private static void Reverse(Span<byte> row, PixelLayout layout)
    {
        switch (layout)
        {
            case PixelLayout.Grey:
                row.Reverse();
                break;
            case PixelLayout.Rgb:
                MemoryMarshal.Cast<byte, Rgb24>(row).Reverse();
                break;
            default:
                MemoryMarshal.Cast<byte, Rgba32>(row).Reverse();
                break;
        }
    }
}
