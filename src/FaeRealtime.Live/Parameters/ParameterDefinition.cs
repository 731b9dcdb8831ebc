using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Parameters;

/// <summary>One value of the parameters that a slider, a knob or an OSC message can set, as a number.</summary>
public sealed class ParameterDefinition
{
    private readonly Func<SessionParameters, double> _read;
    private readonly Func<SessionParameters, double, SessionParameters> _with;

    internal ParameterDefinition(string path, ParameterKind kind, Func<SessionParameters, double> read, Func<SessionParameters, double, SessionParameters> with) =>
        (Path, Kind, _read, _with) = (path, kind, read, with);

    /// <summary>Where it stands in the tree, such as <c>sampler/steps</c>.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public ParameterKind Kind { get; }

    /// <summary>The least value.</summary>
    public double Minimum { get; init; }

    /// <summary>The greatest value.</summary>
    public double Maximum { get; init; } = 1.0;

    /// <summary>Whether <see cref="Minimum"/> itself is excluded.</summary>
    public bool IsMinimumExclusive { get; init; }

    /// <summary>Its unit; empty for none.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>What a control is called where the name alone says too little; else null.</summary>
    public string? Title { get; private set; }

    /// <summary>When it has any effect; null for always.</summary>
    public EnabledWhen? EnabledWhen { get; private set; }

    /// <summary>What a change of it does to the picture.</summary>
    public ParameterEffect Effect { get; private set; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The names of a choice, in order.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Its value in a record.</summary>
    public double Read(SessionParameters parameters) => _read(parameters);

    /// <summary>A record with another value.</summary>
    /// <param name="parameters">The record.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ConfigException">It is out of range.</exception>
    public SessionParameters With(SessionParameters parameters, double value) =>
        Problem(value) is { } problem ? throw new ConfigException(problem) : _with(parameters, value);

    /// <summary>A record with a switch turned on or off.</summary>
    /// <param name="parameters">The record.</param>
    /// <param name="value">On or off.</param>
    /// <exception cref="ConfigException">It is no switch.</exception>
    public SessionParameters With(SessionParameters parameters, bool value) =>
        Kind == ParameterKind.Switch ? _with(parameters, value ? 1 : 0) : throw new ConfigException($"{Path} is no switch; give {Expected()}.");

    /// <summary>A record with another choice.</summary>
    /// <param name="parameters">The record.</param>
    /// <param name="name">One of <see cref="Choices"/>.</param>
    /// <exception cref="ConfigException">It is no choice, or has no such name.</exception>
    public SessionParameters With(SessionParameters parameters, string name)
    {
        for (var i = 0; i < Choices.Count; i++)
        {
            if (Choices[i] == name)
            {
                return _with(parameters, i);
            }
        }

        throw new ConfigException($"{Path} is '{name}'; give {Expected()}.");
    }

    /// <summary>The same by a title.</summary>
    internal ParameterDefinition Titled(string title)
    {
        var copy = (ParameterDefinition)MemberwiseClone();
        copy.Title = title;
        return copy;
    }

    /// <summary>The same with the effect of a change.</summary>
    internal ParameterDefinition Makes(ParameterEffect effect)
    {
        var copy = (ParameterDefinition)MemberwiseClone();
        copy.Effect = effect;
        return copy;
    }

    /// <summary>The same, which acts only while a choice has a value.</summary>
    internal ParameterDefinition While<T>(string path, T value)
        where T : struct, Enum
    {
        var copy = (ParameterDefinition)MemberwiseClone();
        copy.EnabledWhen = new EnabledWhen(path, JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
        return copy;
    }

    /// <summary>A record with the nearest value that is allowed: for modulations, whose waves may leave the range.</summary>
    internal SessionParameters Near(SessionParameters parameters, double value)
    {
        var inside = Math.Clamp(Kind == ParameterKind.Number ? value : Math.Round(value), IsMinimumExclusive ? Math.BitIncrement(Minimum) : Minimum, Maximum);
        return double.IsNaN(inside) ? parameters : _with(parameters, inside);
    }

    /// <summary>What is wrong with a value.</summary>
    /// <returns>One sentence; null for nothing.</returns>
    internal string? Problem(double value)
    {
        var inside = value >= Minimum && value <= Maximum && !(IsMinimumExclusive && value == Minimum) && (Kind == ParameterKind.Number || value == Math.Floor(value));
        return inside ? null : string.Create(CultureInfo.InvariantCulture, $"{Path} is {value}; give {Expected()}.");
    }

    private string Expected() => Kind switch
    {
        ParameterKind.Choice => $"one of {string.Join(", ", Choices)}",
        ParameterKind.Whole => string.Create(CultureInfo.InvariantCulture, $"a whole number, {Minimum} to {Maximum}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(IsMinimumExclusive ? "above " : string.Empty)}{Minimum} to {Maximum}"),
    };
}

/// <summary>What a single value of the parameters is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ParameterKind>))]
public enum ParameterKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>On or off: 1 or 0.</summary>
    Switch,

    /// <summary>One of some names: the number of one, from 0.</summary>
    Choice,
}

/// <summary>What a change of a value does to the picture. A later one includes those before it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ParameterEffect>))]
public enum ParameterEffect
{
    /// <summary>It acts from the next frame on; nothing is made anew.</summary>
    Immediate,

    /// <summary>In space noise it acts from the next frame on; in the other spaces key latents are made anew and the picture fades to them.</summary>
    NewKeys,

    /// <summary>In every space the picture fades to another path.</summary>
    NewPath,
}

/// <summary>When a value has any effect.</summary>
/// <param name="Path">A choice among the parameters, such as <c>source/mode</c>.</param>
/// <param name="Value">The name that it must have.</param>
public sealed record EnabledWhen(string Path, string Value);
