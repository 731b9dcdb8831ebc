using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Architectures;

/// <summary>Every named architecture. Names are found whatever their case, and with the official spelling's slashes and underscores: <c>SiT-XL/2</c> is <c>sit-xl-2</c>.</summary>
public static class ArchitectureCatalogue
{
    /// <summary>All, whole models first, then encoders, then generators from classes and from texts, then flows.</summary>
    public static IReadOnlyList<Architecture> All { get; } = [.. WholeModels.All, .. VisionEncoders.All, .. LatentGenerators.All, .. TextToImageGenerators.All, .. LatentFlows.All];

    /// <summary>Finds an architecture.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigException">There is none; the message has the nearest name and all others.</exception>
    public static Architecture Find(string name) => Find(name, All);

    /// <summary>Finds a whole model.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigException">There is none, or the name is a lone part's.</exception>
    public static ModelArchitecture Model(string name) => Find(name, WholeModels.All);

    /// <summary>What the official weights file of a frozen encoder is called, where it is usually had, and which bytes a model wants of it: for messages that ask for one.</summary>
    /// <param name="encoder">The encoder.</param>
    public static string OfficialFile(VisionEncoderConfig encoder) =>
        $"official weights of the frozen encoder {encoder.Name} ({VisionEncoders.Origin(encoder.Name) ?? "its authors' page names the file"})"
        + (encoder.Sha256 is { } hash ? $", SHA-256 {hash}: a file of other precision or packing has another, and only a recipe without encoder.sha256 takes any that fits" : string.Empty);

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
