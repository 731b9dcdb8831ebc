using FaeRealtime.Live.Engines;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>What computed, as far as the last bits of a picture depend on it.</summary>
internal sealed record EngineNotes
{
    public const string Cpu = "cpu";
    public const string Torch = "torch";

    /// <summary><c>cpu</c> or <c>torch</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>In words, such as <c>cpu, 2 threads, 256-bit vectors</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Threads inside an operator of torch; 0 where they do not matter.</summary>
    public int Threads { get; init; }

    /// <summary>Bits of a vector of the CPU engine.</summary>
    public int? VectorBits { get; init; }

    /// <param name="options">The engine.</param>
    /// <param name="device">In words.</param>
    /// <param name="vectorBits">Of the CPU engine.</param>
    public static EngineNotes Of(FrameEngineOptions options, string device, int? vectorBits) => options is CpuEngineOptions
        ? new EngineNotes { Kind = Cpu, Device = device, VectorBits = vectorBits }
        : new EngineNotes { Kind = Torch, Device = device, Threads = options.Threads };
}
