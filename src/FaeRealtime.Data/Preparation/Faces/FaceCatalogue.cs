using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>The vocabulary and the styles, checked against each other.</summary>
internal sealed class FaceCatalogue
{
    private FaceCatalogue(FaceVocabulary vocabulary, IReadOnlyList<FaceStyle> styles)
    {
        Vocabulary = vocabulary;
        Styles = styles;
    }

    /// <summary>What the styles have in common.</summary>
    public FaceVocabulary Vocabulary { get; }

    /// <summary>The styles in the vocabulary's order, which is that of the classes.</summary>
    public IReadOnlyList<FaceStyle> Styles { get; }

    /// <summary>The package that draws, then the styles'.</summary>
    public IEnumerable<FaceVocabulary.NpmPin> Packages => Styles.Select(style => style.Pin).Prepend(Vocabulary.Core);

    /// <summary>Reads the files that are built in.</summary>
    /// <exception cref="ConfigException">They contradict each other.</exception>
    public static FaceCatalogue Load()
    {
        var vocabulary = StrictJson.Parse<FaceVocabulary>(FaceAssets.Read(FaceAssets.Vocabulary), FaceAssets.Vocabulary);
        return Create(vocabulary, [.. vocabulary.Styles.Select(style =>
            StrictJson.Parse<FaceStyle>(FaceAssets.Read(FaceAssets.Style(style)), FaceAssets.Style(style)))]);
    }

    /// <summary>Puts a vocabulary and styles together.</summary>
    /// <param name="vocabulary">What the styles have in common.</param>
    /// <param name="styles">The styles.</param>
    /// <exception cref="ConfigException">They contradict each other; every contradiction is named.</exception>
    public static FaceCatalogue Create(FaceVocabulary vocabulary, IReadOnlyList<FaceStyle> styles)
    {
        string[] problems = [.. FaceChecks.Vocabulary(vocabulary), .. styles.SelectMany(style => FaceChecks.Style(vocabulary, style))];
        return problems.Length == 0 ? new FaceCatalogue(vocabulary, styles) : throw StrictJson.Problems("The vocabulary of drawn faces", problems);
    }

    /// <summary>What a folder made with this catalogue is made from.</summary>
    /// <param name="options">Count, size and seed.</param>
    public FaceFolderIdentity Identity(FacesOptions options) => new(
        FaceFolderIdentity.CurrentFormat,
        options.Count,
        options.Size,
        options.Seed,
        Digest(),
        [.. Packages.Select(package => $"{package.Package}@{package.Version}")]);

    private string Digest()
    {
        var texts = Styles.Select(style => StrictJson.ToText(style, FaceJsonContext.Default.FaceStyle)).Prepend(StrictJson.ToText(Vocabulary, FaceJsonContext.Default.FaceVocabulary));
        return Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(string.Concat(texts)), .. FaceAssets.Read(FaceAssets.Script)]));
    }
}
