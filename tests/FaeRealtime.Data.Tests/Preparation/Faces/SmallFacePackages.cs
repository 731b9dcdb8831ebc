using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

/// <summary>Two packages written here, with the surface that the script uses: a core that draws and a style of a disc with eyes and a mouth. No network.</summary>
internal static class SmallFacePackages
{
    private const string Core = "export const createAvatar = (style, options) => ({ toString: () => style.draw(options) });";

    /// <summary>The source of the style.</summary>
    public const string StyleSource = """
        const choice = values => ({ items: { enum: values } });
        export const schema = { properties: { mouth: choice(['smile', 'frown']), hat: choice(['hat']), hatProbability: {}, skinColor: { items: { pattern: 'x' } } } };
        export const draw = o => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" fill="none"><circle cx="5" cy="5" r="4" fill="#${o.skinColor[0]}"/>`
          + (o.hat.length ? '<rect x="2" y="0" width="6" height="2" fill="#112233"/>' : '')
          + `<path d="${o.mouth[0] === 'smile' ? 'M3 6q2 2 4 0' : 'M3 7q2 -2 4 0'}" stroke="#000"/></svg>`;
        """;

    /// <summary>A catalogue of one style whose archives lie in a folder.</summary>
    /// <param name="folder">Made; the archives are written there.</param>
    /// <param name="style">The style's source.</param>
    public static FaceCatalogue Write(string folder, string style = StyleSource)
    {
        Directory.CreateDirectory(folder);
        var core = Pack(folder, "@dicebear/core", Core);
        var small = Pack(folder, "@dicebear/small", style);
        var whole = FaceCatalogue.Load().Vocabulary;
        return FaceCatalogue.Create(whole with { Core = core, Styles = ["small"] }, [Describe(small)]);
    }

    private static FaceStyle Describe(FaceVocabulary.NpmPin pin) => new()
    {
        Name = "small",
        Package = pin.Package,
        Version = pin.Version,
        Integrity = pin.Integrity,
        Title = "Small",
        Designer = "Somebody",
        Source = "here",
        Licence = "MIT",
        LicenceUrl = "here",
        ViewBox = [-1, -1, 12],
        Phrases = ["small face", "little face"],
        HeldOut = ["tiny face"],
        Colours = new Dictionary<string, string> { ["skinColor"] = "skin" },
        Edits = [new FaceStyle.Edit("#112233", "{hat}")],
        Slots =
        [
            new FaceStyle.Slot(["mouth"], [Group("mouth", "smile", "smile"), Group("mouth", "sad", "frown")]),
            new FaceStyle.Slot(["hat"], [new FaceStyle.Group(), Group("hat", "beanie", "hat")]),
        ],
    };

    private static FaceStyle.Group Group(string attribute, string value, string variant) => new() { Is = new Dictionary<string, string> { [attribute] = value }, Variants = [variant] };

    private static FaceVocabulary.NpmPin Pack(string folder, string package, string source)
    {
        var path = Path.Combine(folder, $"{package.TrimStart('@').Replace('/', '-')}-1.0.0.tgz");
        using (var file = File.Create(path))
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
            Add(tar, "package/package.json", $$"""{"name":"{{package}}","version":"1.0.0","type":"module","exports":"./index.js"}""");
            Add(tar, "package/index.js", source);
        }

        return new FaceVocabulary.NpmPin(package, "1.0.0", "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(path))));
    }

    private static void Add(TarWriter tar, string name, string content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { ModificationTime = DateTimeOffset.UnixEpoch, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
}
