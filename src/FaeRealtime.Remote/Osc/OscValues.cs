using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Remote.Osc;

/// <summary>Reads the arguments of messages: a number is the same number whichever type carries it (7, 7.0, "7"), and what does not fit is refused, never rounded in silence.</summary>
internal static class OscValues
{
    /// <summary>The value for a parameter.</summary>
    /// <exception cref="ConfigException">Not one argument, or of another type; the range is checked where it is set.</exception>
    public static double Of(ParameterDefinition parameter, OscMessage message)
    {
        var value = One(message);
        return value switch
        {
            { Kind: OscKind.Switch, Real: var on } when parameter.Kind == ParameterKind.Switch => on,
            _ when value.AsNumber() is { } number => number,
            { Kind: OscKind.Text, Text: var name } when parameter.Kind == ParameterKind.Choice => Choice(parameter, message.Address, name),
            _ => throw Wrong(message, $"takes {Types(parameter)}, not {value}"),
        };
    }

    /// <summary>The types that a parameter takes.</summary>
    public static string Types(ParameterDefinition parameter) => parameter.Kind switch
    {
        ParameterKind.Number => "f|i",
        ParameterKind.Whole => "i|f",
        ParameterKind.Switch => "T|F|i",
        _ => "s|i",
    };

    /// <summary>On or off: T, F, or the numbers 1 and 0.</summary>
    public static bool Switch(OscMessage message)
    {
        var value = One(message);
        return value is { Kind: OscKind.Switch, Whole: var on } ? on != 0 : value.AsNumber() switch
        {
            1.0 => true,
            0.0 => false,
            _ => throw Wrong(message, $"takes T, F, 1 or 0, not {value}"),
        };
    }

    /// <summary>A finite number.</summary>
    public static double Number(OscMessage message) => One(message) is var value && value.AsNumber() is { } number && double.IsFinite(number) ? number : throw Wrong(message, $"takes a number, not {value}");

    /// <summary>A whole number.</summary>
    public static long Whole(OscMessage message) => One(message) is var value && value.AsWhole() is { } whole ? whole : throw Wrong(message, $"takes a whole number, not {value}");

    /// <summary>A text.</summary>
    public static string Text(OscMessage message) => One(message) switch
    {
        { Kind: OscKind.Text, Text: var text } => text,
        var other => throw Wrong(message, $"takes a text, not {other}"),
    };

    /// <summary>A text, or a whole number as one.</summary>
    public static string Name(OscMessage message) => One(message) is { Kind: OscKind.Whole or OscKind.Real } value && value.AsWhole() is { } whole
        ? whole.ToString(CultureInfo.InvariantCulture)
        : Text(message);

    /// <summary>A text and a finite number.</summary>
    public static (string Name, double Number) NamedNumber(OscMessage message) => message.Arguments is [{ Kind: OscKind.Text, Text: var name }, var value] && value.AsNumber() is { } number && double.IsFinite(number)
        ? (name, number)
        : throw Wrong(message, $"takes a name and a number, not {message.Arguments.Count} arguments such as these");

    /// <summary>Whether a button was pressed: without a value (no arguments, I or N), or with 1 or T; 0 and F are its release.</summary>
    public static bool Pressed(OscMessage message) => message.Arguments is [] or [{ Kind: OscKind.Press }] || Switch(message);

    /// <summary>Seeds and weights in turn, or one seed alone.</summary>
    public static IReadOnlyList<WeightedSeed> Seeds(OscMessage message) => Weighted(message, "seed", (value, weight) => new WeightedSeed((ulong)Index(message, "seed", value), weight));

    /// <summary>Classes and weights in turn, or one class alone.</summary>
    /// <param name="message">A class is its index, or its name.</param>
    /// <param name="names">Of the model's classes.</param>
    /// <returns>Those with a weight; empty for no arguments.</returns>
    public static IReadOnlyList<WeightedClass> Classes(OscMessage message, IReadOnlyList<string> names) =>
        message.Arguments is [] or [{ Kind: OscKind.Press }] ? [] : [.. Weighted(message, "class", (value, weight) => new WeightedClass(Class(message, value, names), weight)).Where(item => item.Weight != 0)];

    /// <summary>One class alone, or none.</summary>
    public static IReadOnlyList<WeightedClass> Class(OscMessage message, IReadOnlyList<string> names) =>
        message.Arguments.Count < 2 ? Classes(message, names) : throw Wrong(message, $"takes one class, not {message.Arguments.Count} arguments; /fae/classes takes several with weights");

    private static List<T> Weighted<T>(OscMessage message, string what, Func<OscArgument, double, T> item)
    {
        var values = message.Arguments;
        if (values.Count == 1)
        {
            return [item(values[0], 1.0)];
        }

        if (values.Count == 0 || values.Count % 2 != 0)
        {
            throw Wrong(message, $"takes {what} and weight in turn, or one {what}; there are {values.Count} arguments");
        }

        return [.. values.Chunk(2).Select(pair => item(pair[0], pair[1].AsNumber() ?? throw Wrong(message, $"has the weight {pair[1]}; give a number")))];
    }

    private static int Class(OscMessage message, OscArgument value, IReadOnlyList<string> names)
    {
        var index = value.Kind == OscKind.Text ? names.TakeWhile(name => !name.Equals(value.Text, StringComparison.OrdinalIgnoreCase)).Count() : names.Count;
        return index < names.Count ? index : (int)Math.Min(Index(message, "class", value), int.MaxValue);
    }

    private static long Index(OscMessage message, string what, OscArgument value) =>
        value.AsWhole() is >= 0 and var index ? index : throw Wrong(message, $"has the {what} {value}; give a whole number from 0 on");

    private static double Choice(ParameterDefinition parameter, string address, string name)
    {
        for (var i = 0; i < parameter.Choices.Count; i++)
        {
            if (parameter.Choices[i] == name)
            {
                return i;
            }
        }

        throw new ConfigException($"{address} is '{name}'; give one of {string.Join(", ", parameter.Choices)}.");
    }

    private static OscArgument One(OscMessage message) =>
        message.Arguments is [var only] ? only : throw Wrong(message, $"takes one argument, not {message.Arguments.Count}");

    private static ConfigException Wrong(OscMessage message, FormattableString problem) =>
        new($"{message.Address} {problem.ToString(CultureInfo.InvariantCulture)}.");
}
