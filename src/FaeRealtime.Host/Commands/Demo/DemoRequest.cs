using FaeRealtime.Engines;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary>What <c>fae demo</c> was asked for.</summary>
internal sealed record DemoRequest
{
    /// <summary>Model, engine and parameters, for the file as for the window.</summary>
    public required LiveRequest Window { get; init; }

    public FrameEngineOptions Engine => Window.Engine;

    public SessionParameters Parameters => Window.Parameters;

    /// <summary>Frames of the file.</summary>
    public int Frames { get; init; } = 96;

    /// <summary>Frames a second of the file; 25 is a whole number of the file format's milliseconds.</summary>
    public double Fps { get; init; } = 25.0;

    /// <summary>Keys a second in the file.</summary>
    public double FileSpeed { get; init; } = 1.25;

    /// <summary>Side of the presented picture in pixels.</summary>
    public int Size { get; init; } = 256;

    /// <summary>The animated file; a grid of its frames lies beside it.</summary>
    public string Out { get; init; } = "walk.webp";

    /// <summary>How long the live-paced pass lasts; 0 leaves it out.</summary>
    public double LiveSeconds { get; init; } = 4.0;

    /// <summary>Whether stdout gets JSON instead of sentences.</summary>
    public bool Json { get; init; }

    /// <summary>The same with other parameters.</summary>
    public DemoRequest With(SessionParameters parameters) => this with { Window = Window with { Parameters = parameters } };
}
