using FaeRealtime.Graphics.Cuda;
using FaeRealtime.Graphics.Textures;
using FaeRealtime.Live.Engines;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Sessions;

/// <summary>What a session is made of.</summary>
public sealed record SessionOptions
{
    /// <summary>Opens the engine; called on the generator thread, again at each reload. The session owns the result.</summary>
    public required Func<IFrameEngine> Engine { get; init; }

    /// <summary>The first parameters; null takes what the model recommends.</summary>
    public SessionParameters? Parameters { get; init; }

    /// <summary>Who says when the next frame is made.</summary>
    public PacingMode Pacing { get; init; } = PacingMode.Live;

    /// <summary>The session's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The way from an engine's device memory to the texture. Default: CUDA's, where driver and context allow it.</summary>
    public IDeviceSharing Sharing { get; init; } = new CudaSharing();

    /// <summary>Where failures are written, once each.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
