using FaeRealtime.Data.Resampling;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>A figure of square tiles: images, similarity maps, marks and points.</summary>
internal sealed class PatchCanvas : IDisposable
{
    private const int SmallestTile = 192;
    private const int Gap = 6;
    private const int GroupGap = 24;

    private readonly Image<Rgb24> _image;
    private readonly int _tile;
    private readonly int _group;

    /// <summary>An empty figure.</summary>
    /// <param name="columns">Tiles in a row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="imageSide">Of the images, which are drawn enlarged by a whole number.</param>
    /// <param name="group">Tiles that stand closer together than others.</param>
    public PatchCanvas(int columns, int rows, int imageSide, int group)
    {
        _group = group;
        _tile = imageSide * ((SmallestTile + imageSide - 1) / imageSide);
        _image = new Image<Rgb24>(Left(columns - 1) + _tile + Gap, (rows * (_tile + Gap)) + Gap, new Rgb24(255, 255, 255));
    }

    /// <summary>Draws an image into a tile.</summary>
    public void Image(int column, int row, RgbImage image)
    {
        var scale = _tile / image.Width;
        Fill(column, row, (x, y) =>
        {
            var pixel = image.Row(y / scale)[(x / scale * RgbImage.Channels)..];
            return new Rgb24(pixel[0], pixel[1], pixel[2]);
        });
    }

    /// <summary>Draws a map of values over a grid into a tile, from the lowest to the highest value.</summary>
    /// <param name="column">Of the tile.</param>
    /// <param name="row">Of the tile.</param>
    /// <param name="values">Row by row, a square number of them.</param>
    public void Map(int column, int row, ReadOnlySpan<double> values)
    {
        var side = (int)Math.Round(Math.Sqrt(values.Length));
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        var shades = new double[values.Length];
        for (var i = 0; i < shades.Length; i++)
        {
            shades[i] = high > low ? (values[i] - low) / (high - low) : 0;
        }

        Fill(column, row, (x, y) => HeatColour.Of(shades[(y * side / _tile * side) + (x * side / _tile)]));
    }

    /// <summary>Frames one patch of a tile.</summary>
    public void Frame(int column, int row, int patch, int side)
    {
        var (left, top, size) = (patch % side * _tile / side, patch / side * _tile / side, _tile / side);
        for (var i = 0; i < size; i++)
        {
            for (var width = 0; width < 2; width++)
            {
                Set(column, row, left + i, top + width, new Rgb24(255, 0, 0));
                Set(column, row, left + i, top + size - 1 - width, new Rgb24(255, 0, 0));
                Set(column, row, left + width, top + i, new Rgb24(255, 0, 0));
                Set(column, row, left + size - 1 - width, top + i, new Rgb24(255, 0, 0));
            }
        }
    }

    /// <summary>Puts a point with a dark rim into the middle of a patch.</summary>
    public void Point(int column, int row, int patch, int side, Rgb24 colour)
    {
        const int radius = 6;
        var (cx, cy) = (((patch % side) + 0.5) * _tile / side, ((patch / side) + 0.5) * _tile / side);
        for (var dy = -radius - 2; dy <= radius + 2; dy++)
        {
            for (var dx = -radius - 2; dx <= radius + 2; dx++)
            {
                var distance = Math.Sqrt((dx * dx) + (dy * dy));
                if (distance <= radius + 1.5)
                {
                    Set(column, row, (int)cx + dx, (int)cy + dy, distance <= radius ? colour : new Rgb24(0, 0, 0));
                }
            }
        }
    }

    /// <summary>Writes the PNG.</summary>
    public void Save(string path) => _image.SaveAsPng(path);

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();

    private int Left(int column) => (column * (_tile + Gap)) + Gap + (column / _group * GroupGap);

    private void Fill(int column, int row, Func<int, int, Rgb24> colour)
    {
        for (var y = 0; y < _tile; y++)
        {
            for (var x = 0; x < _tile; x++)
            {
                Set(column, row, x, y, colour(x, y));
            }
        }
    }

    private void Set(int column, int row, int x, int y, Rgb24 colour)
    {
        if (x >= 0 && x < _tile && y >= 0 && y < _tile)
        {
            _image[Left(column) + x, (row * (_tile + Gap)) + Gap + y] = colour;
        }
    }
}
