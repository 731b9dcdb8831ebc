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
        shortNames.ExceptWith(ParameterTable.All.Select(parameter => parameter.Path));
        foreach (var parameter in ParameterTable.All)
        {
            var entry = Entry(parameter, parameter.Path);
            yield return entry;
            if (ShortName(parameter) is { } name && shortNames.Contains(name))
            {
                yield return (entry.Target with { Address = $"/fae/{name}" }, entry.Handler);
            }
        }
    }

    /// <summary>A parameter under another name.</summary>
    public static (OscTarget Target, OscHandler Handler) Entry(ParameterDefinition parameter, string name)
    {
        var ranged = parameter.Kind is ParameterKind.Number or ParameterKind.Whole;
        var target = new OscTarget
        {
            Address = $"/fae/{name}",
            Types = OscValues.Types(parameter),
            Description = parameter.Summary,
            Minimum = ranged ? parameter.Minimum : null,
            Maximum = ranged ? parameter.Maximum : null,
            Unit = parameter.Unit.Length > 0 ? parameter.Unit : null,
            Choices = parameter.Choices.Count > 0 ? parameter.Choices : null,
        };
        return (target, (message, change) => change.Parameters = parameter.With(change.Parameters, OscValues.Of(parameter, message)));
    }

    private static string? ShortName(ParameterDefinition parameter) => parameter.Path.Split('/') is { Length: PartsOfAMember } parts ? parts[1] : null;
}
