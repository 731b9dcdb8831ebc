using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.CommandLine;

/// <summary>A model and how a command line wants it shown.</summary>
internal sealed record SessionChoice
{
    public required ModelFolder Folder { get; init; }

    /// <summary>What computes.</summary>
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>What is set at the start.</summary>
    public required SessionParameters Parameters { get; init; }
}
