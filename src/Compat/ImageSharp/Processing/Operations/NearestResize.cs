namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>Takes for each result pixel the source pixel under its top left corner.</summary>
internal static class NearestResize
{
    internal static void Run(PixelPlane source, PixelPlane destination, Rectangle target, Rectangle visible)
    {
        int pixel = (int)source.Layout;
        float scaleX = source.Size.Width / (float)target.Width;
        float scaleY = source.Size.Height / (float)target.Height;
        for (int y = visible.Top; y < visible.Bottom; y++)
        {
            ReadOnlySpan<byte> from = source.Row(Math.Min((int)((y - target.Y) * scaleY), source.Size.Height - 1));
            Span<byte> to = destination.Row(y);
            for (int x = visible.Left; x < visible.Right; x++)
            {
                int column = Math.Min((int)((x - target.X) * scaleX), source.Size.Width - 1);
                from.Slice(column * pixel, pixel).CopyTo(to[(x * pixel)..]);
            }
        }
    }
}
