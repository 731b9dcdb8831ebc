using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>What <c>fae bench</c> was asked for.</summary>
internal sealed record BenchRequest
{
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>Seed, class and guidance; every case sets mode and steps.</summary>
    public required SessionParameters Parameters { get; init; }

    public required IReadOnlyList<BenchCase> Cases { get; init; }

    /// <summary>Side of the presented picture in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>How long each case is measured.</summary>
    public required double Seconds { get; init; }

    /// <summary>Threads that compute something else all the time.</summary>
    public int Busy { get; init; }

    /// <summary>Whether frames are drawn, which needs OpenGL, or only taken.</summary>
    public required bool Draws { get; init; }

    /// <summary>Whether the pictures are checked as well.</summary>
    public required bool Check { get; init; }

    /// <summary>The video whose recording is measured; null for none.</summary>
    public string? Record { get; init; }

    /// <summary>Prompts between which a walk changes; empty for none.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Whether each kernel of the OpenGL engine is measured.</summary>
    public bool Kernels { get; init; }

    public required bool Json { get; init; }
}

/// <summary>One way of making frames.</summary>
/// <param name="Steps">Sampler steps for every frame; 0 decodes between the folder's latents of real pictures and samples nothing.</param>
internal sealed record BenchCase(int Steps)
{
    /// <summary>Whether features are blended instead of latents, so that the pixel decoder alone runs; with 0 steps only.</summary>
    public bool Features { get; init; }

    /// <summary>Whether a flow makes the latents, which has no steps: at once then.</summary>
    public bool IsFlow { get; init; }

    /// <summary>As in reports.</summary>
    public string Name => Features ? "features" : Steps == 0 ? "decode" : IsFlow ? "flow" : FormattableString.Invariant($"{Steps} {(Steps == 1 ? "step" : "steps")}");

    /// <summary>The session's parameters for it, at any rate that the machine can keep.</summary>
    public SessionParameters Of(SessionParameters parameters) => parameters with
    {
        Source = parameters.Source with { Space = Features ? SourceSpace.Feature : Steps == 0 ? SourceSpace.Latent : SourceSpace.Noise, Keys = Steps == 0 ? SourceKeys.Samples : SourceKeys.Generated },
        Sampler = parameters.Sampler with { Steps = Math.Max(1, Steps), Schedule = [] },
        Pacing = parameters.Pacing with { FpsLimit = PacingParameters.MaximumFps },
    };
}
