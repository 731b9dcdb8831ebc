using FaeRealtime.Engines;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Views;

/// <summary>A latent's channels as small pictures in rows, each value a square: black at 0, orange above, blue below, full at ±3.</summary>
internal sealed class ChannelView : ILatentView
{
    // Normalised latents are about standard normal: all but 0.3 % lie within.
    private const float Full = 3f;
    private const int Gap = 1;

    private static readonly uint Ground = Canvas.Color(0.25, 0.25, 0.25);

    private readonly int _channels;
    private readonly int _side;
    private readonly int _columns;
    private readonly int _square;

    public ChannelView(FrameEngineInfo info)
    {
        (_channels, _side) = (info.Config.Latent.Channels, info.Config.Latent.Side);
        _columns = (int)Math.Ceiling(Math.Sqrt(_channels));
        _square = Math.Max(1, info.ImageSize / (_columns * _side));
        var rows = (_channels + _columns - 1) / _columns;
        (Width, Height) = ((_columns * Pitch) + Gap, (rows * Pitch) + Gap);
    }

    /// <inheritdoc/>
    public OutputView Kind => OutputView.Latent;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    private int Pitch => (_side * _square) + Gap;

    /// <inheritdoc/>
    public void Draw(FramePoint point, double position, Span<byte> rgba)
    {
        var canvas = new Canvas(rgba, Width);
        canvas.Clear(Ground);
        for (var channel = 0; channel < _channels; channel++)
        {
            var plane = point.Latent.AsSpan(channel * _side * _side, _side * _side);
            var (left, top) = ((channel % _columns * Pitch) + Gap, (channel / _columns * Pitch) + Gap);
            for (var i = 0; i < plane.Length; i++)
            {
                canvas.Fill(left + (i % _side * _square), top + (i / _side * _square), _square, _square, Shade(plane[i]));
            }
        }
    }

    private static uint Shade(float value)
    {
        var strength = Math.Abs(value) / Full;
        return value >= 0 ? Canvas.Color(strength, strength * 0.6, strength * 0.15) : Canvas.Color(strength * 0.2, strength * 0.55, strength);
    }
}
