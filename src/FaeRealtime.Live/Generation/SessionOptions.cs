using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Graphics.Sharing;
using FaeRealtime.Graphics.Textures;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace FaeRealtime;

/// <summary>What a session is made of.</summary>
public sealed record SessionOptions
{
    /// <summary>What makes latents and paints them. Default: the CPU engine. <see cref="LatentSession.OpenAsync"/> gives it the model; for <see cref="LatentSession.Create"/> it names one.</summary>
    public FrameEngineOptions Engine { get; init; } = new CpuEngineOptions();

    /// <summary>Opens an engine of the caller's own in place of <see cref="Engine"/>; called on the generator thread, again at each reload. The session owns the result. Null for none.</summary>
    public Func<IFrameEngine>? OpenEngine { get; init; }

    /// <summary>What the thread that calls <see cref="LatentSession.Update"/> does for an engine that <see cref="OpenEngine"/> or <see cref="Models"/> opens in slices of that thread's context; null takes that of <see cref="Engine"/>.</summary>
    public IUpdateWork? UpdateWork { get; init; }

    /// <summary>Opens another model by its name, <see cref="SessionParameters.Model"/>, on a thread of its own beside the one that runs; null where there is only one.</summary>
    public Func<string, IFrameEngine>? Models { get; init; }

    /// <summary>The first parameters; null takes what the model recommends, each key drawing a class of its own.</summary>
    public SessionParameters? Parameters { get; init; }

    /// <summary>Where the session begins: another place than 0 to go on with something.</summary>
    public SessionStart Start { get; init; } = new();

    /// <summary>Who says when the next frame is made.</summary>
    public PacingMode Pacing { get; init; } = PacingMode.Live;

    /// <summary>The session's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The way from an engine's device memory to the texture. Default: CUDA's, where driver and context allow it.</summary>
    public IDeviceSharing Sharing { get; init; } = new DeviceSharing();

    /// <summary>The sound that modulations may follow; null for none. Borrowed; used on the generator thread.</summary>
    public IAudioLevels? Audio { get; init; }

    /// <summary>Where latents come in from outside, of a camera or another program. Borrowed.</summary>
    public LatentInput Input { get; init; } = new();

    /// <summary>Where <see cref="LatentSession.Control"/> stores presets; null for nowhere.</summary>
    public PresetFolder? Presets { get; init; }

    /// <summary>Where failures are written, once each.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>What that thread does.</summary>
    internal IUpdateWork? Work => UpdateWork ?? Engine.UpdateWork;

    /// <exception cref="ArgumentException">Null stands where there must be something.</exception>
    internal void RefuseNull()
    {
        Span<(string Name, object? Value)> needed = [(nameof(Engine), Engine), (nameof(Start), Start), (nameof(Clock), Clock), (nameof(Input), Input), (nameof(Sharing), Sharing), (nameof(Logger), Logger)];
        foreach (var (name, value) in needed)
        {
            if (value is null)
            {
                throw new ArgumentException($"The session's options have {name} = null. Leave {name} out for its default{(name == nameof(Engine) ? ", the CPU engine" : string.Empty)}.", name);
            }
        }
    }

    /// <summary>Opens the engine of a model.</summary>
    /// <param name="model">Its name; empty for the session's own.</param>
    /// <exception cref="ConfigException">There is no such model.</exception>
    internal IFrameEngine Open(string model) => model.Length == 0 ? OpenEngine?.Invoke() ?? Engine.Open()
        : Models?.Invoke(model) ?? throw new ConfigException($"model is '{model}', but this session has one model only. Leave it empty.");
}

/// <summary>Who says when the next frame is made.</summary>
public enum PacingMode
{
    /// <summary>The wall clock: the latest frame wins, drops are counted.</summary>
    Live,

    /// <summary>The caller: each <see cref="LatentSession.Update"/> makes exactly one frame, its step in time later; nothing is dropped, everything repeats.</summary>
    Exact,
}
