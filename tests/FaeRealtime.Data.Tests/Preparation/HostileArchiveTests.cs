using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Preparation;
using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation;

/// <summary>Whatever an archive names, nothing outside the folder is written.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const int Names = 10_000;
    private const int Archives = 300;

    private static readonly string[] Parts =
        ["..", ".", "", "a", "b.png", "package", "img", "~", "C:", "\\", "..\\..", "/", "//", "\0", "\n", "\u202e", "e\u0301", "%2e%2e", "...", "x ", " ", "-rf", "link", new string('n', 300), "tmp", "etc", "\uFF0E\uFF0E"];

    private readonly string _path = Directory.CreateTempSubdirectory("fae-hostile-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void ForWriting_TenThousandHostileNames_WritesNothingOutside()
    {
        var (inside, outside) = (Path.Combine(_path, "outer", "inside"), Path.Combine(_path, "elsewhere"));
        Directory.CreateDirectory(inside);
        Directory.CreateDirectory(outside);
        Directory.CreateSymbolicLink(Path.Combine(inside, "link"), outside);
        var (random, written) = (new Random(5), 0);
        for (var i = 0; i < Names; i++)
        {
            var name = Name(random);
            try
            {
                var place = InnerPath.ForWriting(inside, name, "the test");
                if (Directory.Exists(place) || place == Path.Combine(inside, "link"))
                {
                    continue;
                }

                AtomicFile.WriteBytes(place, "x"u8.ToArray());
                written++;
            }
            catch (Exception refused) when (refused is ConfigException or IOException)
            {
                // IOException: a file stands where the name wants a folder.
            }
        }

        Assert.True(written > 100, $"{written} of {Names} names were written: the test would prove nothing");
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal(["inside"], Directory.EnumerateFileSystemEntries(Path.Combine(_path, "outer")).Select(Path.GetFileName));
        Assert.Equal(["elsewhere", "outer"], Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Archives_OfHostileNames_WriteNothingOutside()
    {
        var (archive, target) = (Path.Combine(_path, "archive.tgz"), Path.Combine(_path, "outer", "inside"));
        var random = new Random(6);
        for (var i = 0; i < Archives; i++)
        {
            var name = Name(random).Replace("\0", string.Empty, StringComparison.Ordinal);
            Write(archive, $"package/{name}", $"package/img/google/64/{name}");
            Refusing(() => NpmTarball.Unpack(archive, target));
            try
            {
                await EmojiPreparation.PrepareAsync(new EmojiOptions(target, archive), null, CancellationToken.None);
            }
            catch (ConfigException)
            {
                // Refused, as all of them may be.
            }
        }

        Assert.Subset(new HashSet<string?> { "archive.tgz", "outer" }, Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName).ToHashSet());
        if (Directory.Exists(Path.Combine(_path, "outer")))
        {
            Assert.Equal(["inside"], Directory.EnumerateFileSystemEntries(Path.Combine(_path, "outer")).Select(Path.GetFileName));
        }
    }

    [Theory]
    [InlineData("../../../pwned.png")]
    [InlineData("/tmp/fae-absolute-of-a-test.png")]
    public async Task Emoji_EntryThatLeadsOut_IsRefused(string name)
    {
        var archive = Path.Combine(_path, "evil.tgz");
        Write(archive, "package/emoji.json", $"package/img/google/64/{name}");

        var failure = await Assert.ThrowsAsync<ConfigException>(() => EmojiPreparation.PrepareAsync(new EmojiOptions(Path.Combine(_path, "a", "b", "data"), archive), null, CancellationToken.None));

        Assert.Contains("no file inside its folder", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["evil.tgz"], Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName));
    }

    [Fact]
    public void Read_ArchiveThatUnpacksToMoreThanItsLimit_IsRefusedBeforeItIsInMemory()
    {
        var archive = Path.Combine(_path, "bomb.tgz");
        Write(archive, "package/a");
        using (var file = File.Create(archive))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "package/zeros") { DataStream = new MemoryStream(new byte[8 << 20]) });
        }

        var whole = Assert.Throws<ConfigException>(() => new PackageArchive(archive) { Limit = 1 << 20 }.Read(_ => false, (_, _) => { }));
        var one = Assert.Throws<ConfigException>(() => new PackageArchive(archive) { FileLimit = 1 << 20 }.Read(_ => true, (_, _) => { }));

        Assert.Contains("more than 1 MiB", whole.Message, StringComparison.Ordinal);
        Assert.Contains("8388608 bytes", one.Message, StringComparison.Ordinal);
    }

    private static void Refusing(Action action)
    {
        try
        {
            action();
        }
        catch (Exception refused) when (refused is ConfigException or IOException)
        {
            // IOException: a file stands where the name wants a folder.
        }
    }

    private static string Name(Random random) => string.Join(random.Next(8) == 0 ? "\\" : "/", Enumerable.Range(0, random.Next(1, 6)).Select(_ => Parts[random.Next(Parts.Length)]));

    private static void Write(string archive, params string[] names)
    {
        using var file = File.Create(archive);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        foreach (var name in names)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("[]")) });
        }
    }
}
