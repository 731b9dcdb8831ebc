using System.Globalization;
using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>The shape checks at the networks' doors.</summary>
internal static class TensorShape
{
    /// <summary>Stands for any size in <see cref="Require"/>.</summary>
    public const long Any = -1;

    /// <summary>Refuses a tensor of another shape.</summary>
    /// <param name="tensor">The argument to check, of any shape. Borrowed.</param>
    /// <param name="what">What it is, as in «the generator's x».</param>
    /// <param name="expected">The sizes; <see cref="Any"/> accepts all.</param>
    /// <exception cref="ShapeException">Rank or a size differs.</exception>
    public static void Require(Tensor tensor, string what, params ReadOnlySpan<long> expected)
    {
        var shape = tensor.shape;
        var fits = shape.Length == expected.Length;
        for (var i = 0; fits && i < shape.Length; i++)
        {
            fits = expected[i] == Any || expected[i] == shape[i];
        }

        if (!fits)
        {
            throw new ShapeException($"{what} is {Text(shape)}, it must be {Text(expected)}. Use the config that the weights and the data were saved with.");
        }
    }

    /// <summary>A shape as <c>[2, any, 64]</c>.</summary>
    /// <param name="shape">The sizes.</param>
    public static string Text(ReadOnlySpan<long> shape)
    {
        var sizes = new string[shape.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = shape[i] == Any ? "any" : shape[i].ToString(CultureInfo.InvariantCulture);
        }

        return $"[{string.Join(", ", sizes)}]";
    }
}
