using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Remote.Osc;

/// <summary>The addresses of single parameters: <c>/fae/</c> with the path, and with the last name alone where no other parameter of a group has it.</summary>
internal static class OscParameters
{
    private const int PartsOfAMember = 2;

    /// <summary>Every address with what it does.</summary>
    public static IEnumerable<(OscTarget Target, OscHandler Handler)> All()
    {
        var shortNames = ParameterTable.All.Select(ShortName).OfType<string>().GroupBy(name => name).Where(group => group.Count() == 1).Select(group => group.Key).ToHashSet();
        shortNames.ExceptWith(ParameterTable.All.Select(leaf => leaf.Path));
        foreach (var leaf in ParameterTable.All)
        {
            var entry = Entry(leaf, leaf.Path);
            yield return entry;
            if (ShortName(leaf) is { } name && shortNames.Contains(name))
            {
                yield return (entry.Target with { Address = $"/fae/{name}" }, entry.Handler);
            }
        }
    }

    /// <summary>A parameter under another name.</summary>
    public static (OscTarget Target, OscHandler Handler) Entry(ParameterDefinition leaf, string name)
    {
        var ranged = leaf.Kind is ParameterKind.Number or ParameterKind.Whole;
        var target = new OscTarget
        {
            Address = $"/fae/{name}",
            Types = OscValues.Types(leaf),
            Description = leaf.Summary,
            Minimum = ranged ? leaf.Minimum : null,
            Maximum = ranged ? leaf.Maximum : null,
            Unit = leaf.Unit.Length > 0 ? leaf.Unit : null,
            Choices = leaf.Choices.Count > 0 ? leaf.Choices : null,
        };
        return (target, (message, change) => change.Parameters = leaf.With(change.Parameters, OscValues.Of(leaf, message)));
    }

    private static string? ShortName(ParameterDefinition leaf) => leaf.Path.Split('/') is { Length: PartsOfAMember } parts ? parts[1] : null;
}
