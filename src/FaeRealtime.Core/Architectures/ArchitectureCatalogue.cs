using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Architectures;

/// <summary>Every named architecture. Names are found whatever their case, and with the official spelling's slashes and underscores: <c>SiT-XL/2</c> is <c>sit-xl-2</c>.</summary>
public static class ArchitectureCatalogue
{
    /// <summary>All, whole models first, then encoders, then generators.</summary>
    public static IReadOnlyList<Architecture> All { get; } = [.. WholeModels.All, .. VisionEncoders.All, .. LatentGenerators.All];

    /// <summary>Finds an architecture.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigException">There is none; the message has the nearest name and all others.</exception>
    public static Architecture Find(string name) => Find(name, All);

    /// <summary>Finds a whole model.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigException">There is none, or the name is a lone part's.</exception>
    public static ModelArchitecture Model(string name) => Find(name, WholeModels.All);

    private static T Find<T>(string name, IReadOnlyList<T> known)
        where T : Architecture
    {
        var wanted = Plain(name);
        return known.FirstOrDefault(candidate => Plain(candidate.Name) == wanted) ?? throw Unknown(name, [.. known.Select(candidate => candidate.Name)]);
    }

    private static string Plain(string name) => name.ToUpperInvariant().Replace('/', '-').Replace('_', '-');

    private static ConfigException Unknown(string name, IReadOnlyList<string> known) =>
        new($"There is no architecture '{name}' here; the nearest is '{NearestName.Of(name, known)}'. Known: {string.Join(", ", known)}.");
}
