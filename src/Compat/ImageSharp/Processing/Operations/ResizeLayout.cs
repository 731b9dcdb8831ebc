namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>How large the result of a resize is, and which rectangle of it the whole source is scaled to.</summary>
/// <remarks>The rectangle hangs over for <see cref="ResizeMode.Crop"/> and is smaller for <see cref="ResizeMode.Pad"/>.</remarks>
internal readonly record struct ResizeLayout(Size Size, Rectangle Target)
{
    internal static ResizeLayout For(Size source, ResizeOptions options)
    {
        (int width, int height) = (options.Size.Width, options.Size.Height);
        if (width < 0 || height < 0 || (width == 0 && height == 0))
        {
            throw new ArgumentException($"Resize target {width} x {height} must be greater than zero; one side may be 0 to follow the other.");
        }

        Size target = new(
            width > 0 ? width : Math.Max(1, Round(source.Width * height / (float)source.Height)),
            height > 0 ? height : Math.Max(1, Round(source.Height * width / (float)source.Width)));
        return options.Mode switch
        {
            ResizeMode.Crop => Place(target, Cover(source, target), options.Position),
            ResizeMode.Pad => Place(target, Fit(source, target), options.Position),
            ResizeMode.Max => Whole(Fit(source, target)),
            ResizeMode.Min => Whole(Shorter(source, target)),
            ResizeMode.Stretch => Whole(target),
            _ => throw new NotSupportedException($"Resize mode {options.Mode} is not covered: use Crop, Pad, Max, Min or Stretch."),
        };
    }

    private static ResizeLayout Whole(Size size) => new(size, new Rectangle(Point.Empty, size));

    private static ResizeLayout Place(Size target, Size scaled, AnchorPositionMode position)
    {
        int x = Offset(target.Width - scaled.Width, HorizontalSide(position));
        int y = Offset(target.Height - scaled.Height, VerticalSide(position));
        return new(target, new Rectangle(new Point(x, y), scaled));
    }

    private static Size Cover(Size source, Size target)
    {
        (float x, float y) = Scales(source, target);
        return y < x
            ? new Size(target.Width, (int)MathF.Ceiling(source.Height * x))
            : new Size((int)MathF.Ceiling(source.Width * y), target.Height);
    }

    private static Size Fit(Size source, Size target)
    {
        (float x, float y) = Scales(source, target);
        return y < x
            ? new Size(Math.Max(1, Round(source.Width * y)), target.Height)
            : new Size(target.Width, Math.Max(1, Round(source.Height * x)));
    }

    private static Size Shorter(Size source, Size target)
    {
        if (target.Width > source.Width || target.Height > source.Height)
        {
            return source;
        }

        (float x, float y) = Scales(source, target);
        int less = (source.Width - target.Width).CompareTo(source.Height - target.Height);
        bool keepWidth = less < 0 || (less == 0 && target.Height > target.Width);
        return keepWidth
            ? new Size(target.Width, Math.Max(1, Round(source.Height * x)))
            : new Size(Math.Max(1, Round(source.Width * y)), target.Height);
    }

    private static (float X, float Y) Scales(Size source, Size target) =>
        (target.Width / (float)source.Width, target.Height / (float)source.Height);

    private static int Offset(int room, int side) => side switch
    {
        < 0 => 0,
        > 0 => room,
        _ => Round(room / 2f),
    };

    private static int HorizontalSide(AnchorPositionMode position) => position switch
    {
        AnchorPositionMode.Left or AnchorPositionMode.TopLeft or AnchorPositionMode.BottomLeft => -1,
        AnchorPositionMode.Right or AnchorPositionMode.TopRight or AnchorPositionMode.BottomRight => 1,
        _ => 0,
    };

    private static int VerticalSide(AnchorPositionMode position) => position switch
    {
        AnchorPositionMode.Top or AnchorPositionMode.TopLeft or AnchorPositionMode.TopRight => -1,
        AnchorPositionMode.Bottom or AnchorPositionMode.BottomLeft or AnchorPositionMode.BottomRight => 1,
        _ => 0,
    };

    private static int Round(float value) => (int)MathF.Round(value);
}
