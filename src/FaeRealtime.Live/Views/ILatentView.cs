using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Views;

/// <summary>Paints something else of a frame than its picture. Used on the generator thread only.</summary>
internal interface ILatentView
{
    /// <summary>Which view it is.</summary>
    OutputView Kind { get; }

    /// <summary>Width of what it paints, in pixels.</summary>
    int Width { get; }

    /// <summary>Height of what it paints, in pixels.</summary>
    int Height { get; }

    /// <summary>Paints a frame.</summary>
    /// <param name="point">What its picture would be painted from.</param>
    /// <param name="position">Where on the path it lies, in keys.</param>
    /// <param name="rgba">Receives <c>[Height, Width, 4]</c>, opaque, top row first.</param>
    void Draw(FramePoint point, double position, Span<byte> rgba);
}
