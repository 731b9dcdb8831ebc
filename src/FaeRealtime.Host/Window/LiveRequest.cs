using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;

namespace FaeRealtime.Host.Window;

/// <summary>A live session in a window, as a command line asks for it.</summary>
internal sealed record LiveRequest
{
    /// <summary>What computes.</summary>
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>What is set at the start.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>Which key does what.</summary>
    public KeyMap Keys { get; init; } = KeyMap.Usual;

    /// <summary>Whether the window covers a monitor.</summary>
    public bool FullScreen { get; init; }

    /// <summary>Which one, from 1; null for the one that the window is on.</summary>
    public int? Monitor { get; init; }

    /// <summary>Folder of the presets.</summary>
    public required string Presets { get; init; }

    /// <summary>Folder of saved pictures, recordings and sets.</summary>
    public string Out { get; init; } = ".";

    /// <summary>Whether what is set at the end is printed as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>What computes another model, chosen in the session.</summary>
    /// <param name="model">Model folder, or a name in the content folder.</param>
    /// <exception cref="Core.Errors.ConfigException">There is none.</exception>
    public FrameEngineOptions EngineOf(string model) => Engine.For(ModelFolder.Open(ContentFolder.Model(model)));

    /// <summary>The session's options.</summary>
    public SessionOptions Session() => new()
    {
        Engine = Engine.Open,
        Models = name => EngineOf(name).Open(),
        Parameters = Parameters,
    };
}
