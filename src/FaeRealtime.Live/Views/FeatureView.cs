using FaeRealtime.Engines;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Views;

/// <summary>The decoded features of a frame: their three leading components over its tokens as red, green and blue.</summary>
internal sealed class FeatureView : ILatentView
{
    // A colour is full at so many standard deviations of its component.
    private const double Full = 2.5;

    private readonly IFrameEngine _engine;
    private readonly float[] _features;
    private readonly PrincipalComponents _components;
    private readonly int _side;

    /// <param name="engine">Borrowed.</param>
    public FeatureView(IFrameEngine engine)
    {
        var info = engine.Info;
        (_engine, _side, Width) = (engine, info.Config.Latent.Side, info.ImageSize);
        _features = new float[info.FeatureLength];
        _components = new PrincipalComponents(_side * _side, info.FeatureWidth);
    }

    /// <inheritdoc/>
    public OutputView Kind => OutputView.Features;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height => Width;

    /// <inheritdoc/>
    public void Draw(FramePoint point, double position, Span<byte> rgba)
    {
        if (point.HasFeatures)
        {
            _components.Fit(point.Features);
        }
        else
        {
            _engine.DecodeFeatures(point.Latent, _features);
            _components.Fit(_features);
        }

        var canvas = new Canvas(rgba, Width);
        for (var token = 0; token < _side * _side; token++)
        {
            var (left, top) = (Edge(token % _side), Edge(token / _side));
            var color = Canvas.Color(Level(token, 0), Level(token, 1), Level(token, 2));
            canvas.Fill(left, top, Edge((token % _side) + 1) - left, Edge((token / _side) + 1) - top, color);
        }
    }

    private int Edge(int cell) => cell * Width / _side;

    private double Level(int token, int component) => 0.5 + (_components[token, component] / (2.0 * Full));
}
