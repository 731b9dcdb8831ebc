using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Osc;

/// <summary>The addresses of controllers that send their own.</summary>
internal sealed class OscMap
{
    private readonly ILookup<string, (string To, OscExpression Value)> _mappings;

    /// <param name="mappings">One address may set several.</param>
    /// <exception cref="ConfigException">An expression is none.</exception>
    public OscMap(IEnumerable<OscMapping> mappings) =>
        _mappings = mappings.ToLookup(mapping => mapping.From, mapping => (mapping.To, new OscExpression(mapping.Value)), StringComparer.Ordinal);

    /// <summary>No addresses.</summary>
    public static OscMap None { get; } = new([]);

    /// <summary>Reads a file: a JSON array of <see cref="OscMapping"/>.</summary>
    /// <exception cref="ConfigException">It is missing, no such array, or an expression is none.</exception>
    public static OscMap Read(string path) => new(StrictJson.Read(path, Page.PageJsonContext.Default.OscMappingArray));

    /// <summary>Whether an address is mapped.</summary>
    public bool Knows(string address) => _mappings.Contains(address);

    /// <summary>What a message means.</summary>
    /// <returns>The message itself, where its address is not mapped.</returns>
    public IEnumerable<OscMessage> Of(OscMessage message) => Knows(message.Address)
        ? _mappings[message.Address].Select(mapping => new OscMessage(mapping.To, [OscArgument.Of(mapping.Value.Of(OscValues.Number(message)))]))
        : [message];
}
