using System.Globalization;
using System.Text.RegularExpressions;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Primitives;

/// <summary>One operation of the `primitives` cases: which tensors it explains, and how they come about.</summary>
/// <param name="Pattern">Matches the whole name of an output; its named groups are the operation's parameters.</param>
/// <param name="Compute">The output from the case's inputs, by this program's own code where it has the operation. Runs inside a dispose scope with gradients off.</param>
internal sealed record Primitive(Regex Pattern, Func<GoldenCase, Match, Tensor> Compute)
{
    /// <summary>A number in a name: 0.1, 1e-6, 3.</summary>
    public const string Number = @"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?";

    /// <param name="pattern">Of the operation's name.</param>
    /// <param name="compute">Gives the result, of the shape that the case stores; the caller disposes.</param>
    public Primitive(string pattern, Func<GoldenCase, Match, Tensor> compute)
        : this(new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant), compute)
    {
    }

    /// <summary>An operation whose name says everything.</summary>
    /// <param name="pattern">Of the operation's name.</param>
    /// <param name="compute">Gives the result, of the shape that the case stores; the caller disposes.</param>
    public Primitive(string pattern, Func<GoldenCase, Tensor> compute)
        : this(pattern, (golden, _) => compute(golden))
    {
    }

    /// <summary>A parameter of a name.</summary>
    /// <param name="match">The name.</param>
    /// <param name="group">The parameter.</param>
    /// <param name="missing">Its value where the name does not state it.</param>
    public static double Real(Match match, string group, double missing = double.NaN) =>
        match.Groups[group] is { Success: true } found ? double.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : missing;

    /// <summary>As <see cref="Real"/>, for whole numbers.</summary>
    public static long Whole(Match match, string group, long missing = 0) =>
        match.Groups[group] is { Success: true } found ? long.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : missing;
}
