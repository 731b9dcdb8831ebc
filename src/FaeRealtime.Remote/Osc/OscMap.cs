using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Remote.Osc;

/// <summary>The addresses of controllers that send their own.</summary>
public sealed class OscMap
{
    private readonly ILookup<string, (string To, OscExpression Value)> _mappings;

    /// <param name="mappings">One address may set several.</param>
    /// <exception cref="ConfigException">An expression is none, or nothing has the address that is set.</exception>
    public OscMap(IEnumerable<OscMapping> mappings) => _mappings = mappings.ToLookup(
        mapping => mapping.From,
        mapping =>
        {
            OscTable.Require(mapping.To);
            return (mapping.To, new OscExpression(mapping.Value));
        },
        StringComparer.Ordinal);

    /// <summary>No addresses.</summary>
    public static OscMap None { get; } = new([]);

    /// <summary>Reads a file: a JSON array of <see cref="OscMapping"/>.</summary>
    /// <exception cref="ConfigException">It is missing, no such array, an expression is none, or nothing has the address that is set.</exception>
    public static OscMap Read(string path) => new(StrictJson.Read<OscMapping[]>(path));

    /// <summary>The addresses of controllers.</summary>
    internal IEnumerable<string> Addresses => _mappings.Select(mapping => mapping.Key);

    /// <summary>Whether an address is mapped.</summary>
    public bool Knows(string address) => _mappings.Contains(address);

    /// <summary>What a message means.</summary>
    /// <returns>The message itself, where its address is not mapped.</returns>
    internal IEnumerable<OscMessage> Of(OscMessage message) => Knows(message.Address)
        ? _mappings[message.Address].Select(mapping => new OscMessage(mapping.To, [OscArgument.Of(mapping.Value.Of(OscValues.Number(message)))]))
        : [message];
}

/// <summary>An address of a controller and what it sets here.</summary>
public sealed record OscMapping
{
    /// <summary>The controller's address, such as <c>/1/fader1</c>.</summary>
    public required string From { get; init; }

    /// <summary>An address of <c>/api/v1/osc/paths</c>.</summary>
    public required string To { get; init; }

    /// <summary>What is set, an expression of the controller's number x (<see cref="OscExpression"/>).</summary>
    public string Value { get; init; } = "x";
}
