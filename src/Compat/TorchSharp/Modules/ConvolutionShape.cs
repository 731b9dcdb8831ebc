namespace TorchSharp.Modules;

/// <summary>The geometry of a convolution, gathered from the published factories' long parameter lists.</summary>
internal readonly record struct ConvolutionShape
{
    internal required long InChannels { get; init; }

    internal required long OutChannels { get; init; }

    internal required long[] Kernel { get; init; }

    internal required long[] Stride { get; init; }

    internal required long[] Dilation { get; init; }

    /// <summary>Null where <see cref="PaddingType"/> says it.</summary>
    internal long[]? Padding { get; init; }

    internal Padding? PaddingType { get; init; }

    internal required PaddingModes PaddingMode { get; init; }

    internal required long Groups { get; init; }

    internal required bool Bias { get; init; }
}
