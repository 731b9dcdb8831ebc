using System.Security.Cryptography;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Preparation.Faces;
using FaeRealtime.Data.Sources;
using SkiaSharp;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

/// <summary>With node and two packages written here.</summary>
public sealed class FacesPreparationTests : IDisposable
{
    private const int Count = 60;
    private readonly string _path = Directory.CreateTempSubdirectory("fae-faces-").FullName;

    private string Archives => Path.Combine(_path, "archives");

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task PrepareAsync_SameSeedAnyThreads_SameBytes()
    {
        await PrepareAsync(Options("one") with { Workers = 1 });
        await PrepareAsync(Options("two") with { Workers = 3 });
        await PrepareAsync(Options("other") with { Seed = 2 });

        Assert.Equal(Content("one"), Content("two"));
        Assert.NotEqual(Content("one"), Content("other"));
    }

    [Fact]
    public async Task PrepareAsync_Folder_IsReadByTrainingAndEveryPictureDecodes()
    {
        var manifest = await PrepareAsync(Options("one"));

        var folder = DataSources.Open(Path.Combine(_path, "one"));
        var found = Dataset.Verify(Path.Combine(_path, "one"), 1, null, TimeProvider.System, CancellationToken.None);

        Assert.Equal(["small"], folder.Classes);
        Assert.Equal(Count, manifest.Items.Count);
        Assert.Equal((Count, 0), (found.Images, found.Broken.Count));
        Assert.False(Directory.Exists(Path.Combine(_path, "one", ".work")));
    }

    [Fact]
    public async Task PrepareAsync_Picture_HasTheColoursOfItsMetadata()
    {
        await PrepareAsync(Options("one"));

        foreach (var line in File.ReadLines(Path.Combine(_path, "one", "metadata.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var (face, attributes, colours) = (document.RootElement, document.RootElement.GetProperty("attributes"), document.RootElement.GetProperty("colours"));
            using var image = SKBitmap.Decode(Path.Combine(_path, "one", face.GetProperty("file").GetString()!));
            Assert.Equal(colours.GetProperty("background").GetString(), Hex(image.GetPixel(1, 46)));
            Assert.Equal(colours.GetProperty("skin").GetString(), Hex(image.GetPixel(24, 24)));
            var top = attributes.GetProperty("hat").GetString() == "beanie" ? "hat" : "background";
            Assert.Equal(colours.GetProperty(top).GetString(), Hex(image.GetPixel(17, 6)));
            Assert.Equal(SKAlphaType.Opaque, image.AlphaType);
        }
    }

    [Fact]
    public async Task PrepareAsync_StoppedAndContinued_GivesTheSameFolder()
    {
        await PrepareAsync(Options("whole"));
        using var stop = new CancellationTokenSource();
        var progress = new Watch(value =>
        {
            if (value.Total == Count && value.Done == Count / 3)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PrepareAsync(Options("stopped"), progress, stop.Token));
        var half = Path.Combine(_path, "stopped");
        var kept = Directory.GetFiles(half, "*.png", SearchOption.AllDirectories);
        Assert.InRange(kept.Length, Count / 3, Count - 1);
        Assert.False(File.Exists(Path.Combine(half, "manifest.json")));

        // What a killed process leaves besides: a half-written picture and its lock.
        File.WriteAllBytes(Path.Combine(half, "images", "small", ".000059.png.k3v0qz.tmp"), [1, 2, 3]);
        File.WriteAllBytes(Path.Combine(half, ".lock"), []);
        var written = kept.ToDictionary(file => file, File.GetLastWriteTimeUtc);
        await PrepareAsync(Options("stopped"));

        Assert.Equal(Content("whole"), Content("stopped"));
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public async Task PrepareAsync_OtherOptionsInTheSameFolder_AreRefused()
    {
        await PrepareAsync(Options("one"));

        var message = (await RefusedAsync(Options("one") with { Seed = 2, Count = Count + 1 })).Message;

        Assert.Contains("seed 1 there, 2 asked for", message, StringComparison.Ordinal);
        Assert.Contains("count 60 there, 61 asked for", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_FolderOfSomethingElse_IsRefusedAndLeftAlone()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_path, "one")).FullName;
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");

        Assert.Contains("holds no drawn faces", (await RefusedAsync(Options("one"))).Message, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task PrepareAsync_ArchiveThatIsAbsentOrAnother_IsNamed()
    {
        var catalogue = SmallFacePackages.Write(Archives);
        var archive = Path.Combine(Archives, "dicebear-small-1.0.0.tgz");
        File.AppendAllText(archive, "x");
        Assert.Contains("not the pinned @dicebear/small@1.0.0", (await RefusedAsync(Options("one"), catalogue)).Message, StringComparison.Ordinal);

        File.Delete(archive);
        Assert.Contains(archive, (await RefusedAsync(Options("one"), catalogue)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mouth: choice(['smile', 'frown'])", "mouth: choice(['smile', 'grimace'])", "mouth has no variant frown")]
    [InlineData("hatProbability: {}, ", "", "hat is always drawn")]
    [InlineData("skinColor: { items", "extra: choice(['a', 'b']), skinColor: { items", "nothing is said about extra")]
    [InlineData("export const draw = o =>", "export const draw = o => o.nothing.at +", "of undefined")]
    [InlineData("const choice", "process.exit(3); const choice", "node ended with 3")]
    [InlineData("viewBox=", "viewbox=", "no SVG with a viewBox")]
    public async Task PrepareAsync_PackageThatDoesNotFit_IsNamed(string from, string to, string expected)
    {
        SmallFacePackages.Write(Archives);
        var catalogue = SmallFacePackages.Write(Archives, SmallFacePackages.StyleSource.Replace(from, to, StringComparison.Ordinal));

        Assert.Contains(expected, (await RefusedAsync(Options("one"), catalogue)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 48, null)]
    [InlineData(60, 8, null)]
    [InlineData(60, 2000, null)]
    [InlineData(60, 48, 0)]
    public async Task PrepareAsync_WrongOption_IsRefusedBeforeTheFolderIsTouched(int count, int size, int? workers)
    {
        await RefusedAsync(Options("one") with { Count = count, Size = size, Workers = workers });

        Assert.False(Directory.Exists(Path.Combine(_path, "one")));
    }

    private FacesOptions Options(string folder) => new(Path.Combine(_path, folder)) { Count = Count, Size = 48, Archives = Archives, Workers = 2 };

    private Task<DatasetManifest> PrepareAsync(FacesOptions options, IProgress<PreparationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FacesPreparation.PrepareAsync(SmallFacePackages.Write(Archives), options, progress, cancellationToken);

    private Task<ConfigException> RefusedAsync(FacesOptions options, FaceCatalogue? catalogue = null) =>
        Assert.ThrowsAsync<ConfigException>(() => FacesPreparation.PrepareAsync(catalogue ?? SmallFacePackages.Write(Archives), options, null, CancellationToken.None));

    private SortedDictionary<string, string> Content(string folder)
    {
        var root = Path.Combine(_path, folder);
        return new SortedDictionary<string, string>(
            Directory.GetFiles(root, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(root, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
            StringComparer.Ordinal);
    }

    private static string Hex(SKColor colour) => $"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}";

    private sealed class Watch(Action<PreparationProgress> told) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value) => told(value);
    }
}
