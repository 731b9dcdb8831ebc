using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>What a kernel is run on: a part of the default model's generator, for one picture.</summary>
/// <param name="Name">Which part.</param>
/// <param name="Tokens">Rows.</param>
/// <param name="Operations">Multiplications and additions; null where they are not the point.</param>
public record KernelShape(string Name, int Tokens, double? Operations = null)
{
    /// <summary>Tokens that are measured: the default model's, and those of a picture of 256 × 256.</summary>
    internal static readonly int[] TokenCounts = [64, 256];

    /// <summary>The default model's sizes.</summary>
    internal static LightningDiTConfig Generator => (LightningDiTConfig)ArchitectureCatalogue.Model("tiny").Config.Generator;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Tokens,3} tokens, {Name}";
}
