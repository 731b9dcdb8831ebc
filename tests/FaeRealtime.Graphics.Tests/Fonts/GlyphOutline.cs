using System.Numerics;
using SkiaSharp;

namespace FaeRealtime.Graphics.Tests.Fonts;

/// <summary>A glyph's contours as straight lines, and how far a point is from them.</summary>
internal sealed class GlyphOutline
{
    private const int LinesPerCurve = 12;

    private readonly List<(Vector2 From, Vector2 To)> _lines = [];

    private GlyphOutline()
    {
    }

    /// <summary>The corner that has no smaller coordinate, and the one that has no larger.</summary>
    public (Vector2 Low, Vector2 High) Bounds => _lines.Count == 0 ? default
        : (_lines.Select(line => Vector2.Min(line.From, line.To)).Aggregate(Vector2.Min), _lines.Select(line => Vector2.Max(line.From, line.To)).Aggregate(Vector2.Max));

    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Reads a path; y runs down, the baseline is 0.</summary>
    public static GlyphOutline Of(SKPath path, float scale)
    {
        var outline = new GlyphOutline();
        var points = new SKPoint[4];
        var (start, last) = (Vector2.Zero, Vector2.Zero);
        using var verbs = path.CreateRawIterator();
        for (var verb = verbs.Next(points); verb != SKPathVerb.Done; verb = verbs.Next(points))
        {
            Vector2[] p = [.. points.Select(point => new Vector2(point.X, point.Y) * scale)];
            switch (verb)
            {
                case SKPathVerb.Move:
                    (start, last) = (p[0], p[0]);
                    break;
                case SKPathVerb.Line:
                    outline.Add(last, last = p[1]);
                    break;
                case SKPathVerb.Cubic:
                    outline.Curve(p);
                    last = p[3];
                    break;
                case SKPathVerb.Close:
                    outline.Add(last, last = start);
                    break;
                default:
                    throw new NotSupportedException($"The fonts' contours are lines and cubic curves, this one has {verb}.");
            }
        }

        return outline;
    }

    /// <summary>The distance to the nearest contour, positive inside (by the winding number).</summary>
    public double Distance(Vector2 point)
    {
        var (nearest, winding) = (double.MaxValue, 0);
        foreach (var (from, to) in _lines)
        {
            double x = to.X - (double)from.X, y = to.Y - (double)from.Y, px = point.X - (double)from.X, py = point.Y - (double)from.Y;
            var along = Math.Clamp(((px * x) + (py * y)) / ((x * x) + (y * y)), 0.0, 1.0);
            var (dx, dy) = (px - (along * x), py - (along * y));
            nearest = Math.Min(nearest, (dx * dx) + (dy * dy));
            var side = (x * py) - (y * px);
            winding += from.Y <= point.Y && to.Y > point.Y && side > 0 ? 1 : from.Y > point.Y && to.Y <= point.Y && side < 0 ? -1 : 0;
        }

        return winding != 0 ? Math.Sqrt(nearest) : -Math.Sqrt(nearest);
    }

    private void Curve(Vector2[] p)
    {
        var last = p[0];
        for (var i = 1; i <= LinesPerCurve; i++)
        {
            var (t, u) = (i / (float)LinesPerCurve, 1 - (i / (float)LinesPerCurve));
            Add(last, last = (p[0] * (u * u * u)) + (p[1] * (3 * u * u * t)) + (p[2] * (3 * u * t * t)) + (p[3] * (t * t * t)));
        }
    }

    private void Add(Vector2 from, Vector2 to)
    {
        if (from != to)
        {
            _lines.Add((from, to));
        }
    }
}
