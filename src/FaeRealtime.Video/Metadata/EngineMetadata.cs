namespace FaeRealtime.Video.Metadata;

/// <summary>What computed, as far as the last bits of a picture depend on it.</summary>
public sealed record EngineMetadata
{
    /// <summary>The CPU engine.</summary>
    public const string Cpu = "cpu";

    /// <summary>The engine in OpenGL compute shaders.</summary>
    public const string Gl = "gl";

    /// <summary>The engine over TorchSharp.</summary>
    public const string Torch = "torch";

    /// <summary><c>cpu</c>, <c>gl</c> or <c>torch</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>In words, such as <c>cpu, 2 threads, 256-bit vectors</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Threads inside an operator of torch; 0 where they do not matter.</summary>
    public int Threads { get; init; }

    /// <summary>Bits of a vector of the CPU engine.</summary>
    public int? VectorBits { get; init; }
}
