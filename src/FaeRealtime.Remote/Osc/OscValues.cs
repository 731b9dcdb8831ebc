using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Remote.Osc;

/// <summary>Reads the arguments of messages strictly: what does not fit is refused and never converted in silence.</summary>
internal static class OscValues
{
    /// <summary>The value for a parameter.</summary>
    /// <exception cref="ConfigException">Not one argument, or of another type; the range is checked where it is set.</exception>
    public static double Of(ParameterDefinition leaf, OscMessage message) => One(message) switch
    {
        { Kind: OscKind.Text, Text: var name } when leaf.Kind == ParameterKind.Choice => Choice(leaf, message.Address, name),
        { Kind: OscKind.Whole or OscKind.Real, Real: var number } => number,
        { Kind: OscKind.Switch, Real: var on } when leaf.Kind == ParameterKind.Switch => on,
        var other => throw Wrong(message, $"takes {Types(leaf)}, not {other}"),
    };

    /// <summary>The types that a parameter takes.</summary>
    public static string Types(ParameterDefinition leaf) => leaf.Kind switch
    {
        ParameterKind.Number => "f|i",
        ParameterKind.Whole => "i|f",
        ParameterKind.Switch => "T|F|i",
        _ => "s|i",
    };

    /// <summary>On or off: T, F, or the numbers 1 and 0.</summary>
    public static bool Switch(OscMessage message) => One(message) switch
    {
        { Kind: not OscKind.Text, Real: 1.0 } => true,
        { Kind: not OscKind.Text, Real: 0.0 } => false,
        var other => throw Wrong(message, $"takes T, F, 1 or 0, not {other}"),
    };

    /// <summary>A finite number.</summary>
    public static double Number(OscMessage message) => One(message) switch
    {
        { Kind: OscKind.Whole or OscKind.Real, Real: var number } when double.IsFinite(number) => number,
        var other => throw Wrong(message, $"takes a number, not {other}"),
    };

    /// <summary>A text.</summary>
    public static string Text(OscMessage message) => One(message) switch
    {
        { Kind: OscKind.Text, Text: var text } => text,
        var other => throw Wrong(message, $"takes a text, not {other}"),
    };

    /// <summary>A text, or a whole number as one.</summary>
    public static string Name(OscMessage message) => One(message) is { Kind: OscKind.Whole or OscKind.Real, Real: var number } && number == Math.Floor(number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : Text(message);

    /// <summary>Whether a button was pressed: without arguments, or with 1 or T; 0 and F are its release.</summary>
    public static bool Pressed(OscMessage message) => message.Arguments.Count == 0 || Switch(message);

    /// <summary>Seeds and weights in turn, or one seed alone.</summary>
    public static IReadOnlyList<WeightedSeed> Seeds(OscMessage message)
    {
        var values = message.Arguments;
        if (values.Count == 1)
        {
            return [new WeightedSeed(Seed(message, values[0]), 1.0)];
        }

        if (values.Count == 0 || values.Count % 2 != 0)
        {
            throw Wrong(message, $"takes seeds and weights in turn, or one seed; there are {values.Count} arguments");
        }

        var seeds = new List<WeightedSeed>(values.Count / 2);
        for (var i = 0; i < values.Count; i += 2)
        {
            var weight = values[i + 1];
            seeds.Add(new WeightedSeed(Seed(message, values[i]), weight.Kind is OscKind.Whole or OscKind.Real ? weight.Real : throw Wrong(message, $"has the weight {weight}; give a number")));
        }

        return seeds;
    }

    private static ulong Seed(OscMessage message, OscArgument value) =>
        value is { Kind: OscKind.Whole, Whole: >= 0 and var seed } ? (ulong)seed : throw Wrong(message, $"has the seed {value}; give a whole number from 0 on, type i or h");

    private static double Choice(ParameterDefinition leaf, string address, string name)
    {
        for (var i = 0; i < leaf.Choices.Count; i++)
        {
            if (leaf.Choices[i] == name)
            {
                return i;
            }
        }

        throw new ConfigException($"{address} is '{name}'; give one of {string.Join(", ", leaf.Choices)}.");
    }

    private static OscArgument One(OscMessage message) =>
        message.Arguments is [var only] ? only : throw Wrong(message, $"takes one argument, not {message.Arguments.Count}");

    private static ConfigException Wrong(OscMessage message, FormattableString problem) =>
        new($"{message.Address} {problem.ToString(CultureInfo.InvariantCulture)}.");
}
