using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Tests.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void Write_ExistingFile_Replaced()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("x"), "a longer old text");

        AtomicFile.WriteBytes(folder.File("x"), "new"u8.ToArray());

        Assert.Equal("new", File.ReadAllText(folder.File("x")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_FailsHalfWay_OldFileStaysAndNothingElse()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("x"), "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder.File("x"), stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(folder.File("x")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_FolderGoesAway_SaysWhatTheWriterSaid()
    {
        var folder = Directory.CreateTempSubdirectory("fae-").FullName;
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(Path.Combine(folder, "a.txt"), _ =>
        {
            Directory.Delete(folder, recursive: true);
            throw new IOException("The disk is gone.");
        }));

        Assert.Equal("The disk is gone.", failure.Message);
    }

    [Fact]
    public void Write_WhileWriting_OldContentStillThere()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("x"), "old");

        AtomicFile.Write(folder.File("x"), stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(folder.File("x")));
        });
    }
}
