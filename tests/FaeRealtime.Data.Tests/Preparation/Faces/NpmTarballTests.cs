using System.Formats.Tar;
using System.IO.Compression;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

public sealed class NpmTarballTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("fae-tarball-").FullName;

    private string Archive => Path.Combine(_path, "a.tgz");

    private string Target => Path.Combine(_path, "deep", "target");

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Unpack_Package_WritesItsFiles()
    {
        Write(new UstarTarEntry(TarEntryType.RegularFile, "package/lib/index.js") { DataStream = new MemoryStream("export {}"u8.ToArray()) });

        NpmTarball.Unpack(Archive, Target);

        Assert.Equal("export {}", File.ReadAllText(Path.Combine(Target, "lib", "index.js")));
    }

    [Theory]
    [InlineData("package/../../evil")]
    [InlineData("package/lib/../../../evil")]
    [InlineData("../evil")]
    [InlineData("/tmp/fae-evil")]
    [InlineData("package//tmp/fae-evil")]
    [InlineData("evil")]
    [InlineData("packagevil/x")]
    public void Unpack_NameOutsideTheFolder_IsRefusedAndNothingWritten(string name)
    {
        Write(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });

        var message = Assert.Throws<ConfigException>(() => NpmTarball.Unpack(Archive, Target)).Message;

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Equal([Archive], Directory.GetFiles(_path, "*", SearchOption.AllDirectories));
        Assert.False(File.Exists("/tmp/fae-evil"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void Unpack_Link_IsRefused(TarEntryType type)
    {
        Write(new UstarTarEntry(type, "package/lib") { LinkName = "/tmp" }, new UstarTarEntry(TarEntryType.RegularFile, "package/lib/evil") { DataStream = new MemoryStream([1]) });

        Assert.Contains("package/lib", Assert.Throws<ConfigException>(() => NpmTarball.Unpack(Archive, Target)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/evil"));
    }

    [Fact]
    public void Unpack_Truncated_IsRefusedByName()
    {
        Write(new UstarTarEntry(TarEntryType.RegularFile, "package/x") { DataStream = new MemoryStream(new byte[100_000]) });
        File.WriteAllBytes(Archive, File.ReadAllBytes(Archive)[..^60]);

        Assert.Contains(Archive, Assert.Throws<ConfigException>(() => NpmTarball.Unpack(Archive, Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OtherBytes_NamesBothDigests()
    {
        File.WriteAllText(Archive, "broken download");

        var message = Assert.Throws<ConfigException>(() => NpmTarball.Verify(Archive, new FaceVocabulary.NpmPin("@x/y", "1.0.0", "sha512-AAAA"))).Message;

        Assert.Contains("@x/y@1.0.0", message, StringComparison.Ordinal);
        Assert.Contains("expected sha512-AAAA", message, StringComparison.Ordinal);
    }

    private void Write(params TarEntry[] entries)
    {
        using var file = File.Create(Archive);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var entry in entries)
        {
            tar.WriteEntry(entry);
        }
    }
}
