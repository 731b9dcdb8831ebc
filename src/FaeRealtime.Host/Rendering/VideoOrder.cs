using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Rendering;

/// <summary>A video as a command line asks for it, whatever it shows.</summary>
internal abstract record VideoOrder
{
    public required GeneratorChoice Generator { get; init; }

    public required int Frames { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>Side of a frame in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The video; its ending chooses the kind.</summary>
    public required string Out { get; init; }

    public bool Json { get; init; }
}
