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
