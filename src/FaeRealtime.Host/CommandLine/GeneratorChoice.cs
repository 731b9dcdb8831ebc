using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.CommandLine;

/// <summary>A model and how a command line wants it sampled.</summary>
internal sealed record GeneratorChoice
{
    public required ModelFolder Folder { get; init; }

    /// <summary>What computes; repeatable for its number of threads.</summary>
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>Whether the command line names the engine.</summary>
    public required bool EngineIsChosen { get; init; }

    public required GeneratorVariant Generator { get; init; }

    public required ClassChoice Class { get; init; }

    /// <summary>Sampler and condition; the source is for the command to say.</summary>
    public required SessionParameters Parameters { get; init; }
}
