using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>STARFlow's rotary tables: zeros that its files hold and nothing reads, kept so that files have every official key.</summary>
internal sealed class UnusedTables : nn.Module
{
    [ComponentName(Name = "freqs_cos")]
    private readonly Tensor _cosines; // [words + T, Dh]

    [ComponentName(Name = "freqs_sin")]
    private readonly Tensor _sines; // [words + T, Dh]

    public UnusedTables(long tokens, long headWidth, Device? device = null)
        : base(nameof(UnusedTables))
    {
        _cosines = zeros([tokens, headWidth], device: device);
        _sines = zeros([tokens, headWidth], device: device);
        RegisterComponents();
    }

    /// <summary>The mask that each block's file has and causal attention needs not: ones on and below the diagonal.</summary>
    /// <param name="tokens">Tokens T.</param>
    /// <param name="device">Where it shall lie.</param>
    /// <returns><c>[T, T]</c>; the caller disposes.</returns>
    public static Tensor Mask(long tokens, Device? device)
    {
        using var all = ones([tokens, tokens], device: device);
        return all.tril();
    }
}
