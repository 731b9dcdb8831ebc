using System.Text;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints.Formats;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_SafetensorsByAnotherName_ReadsIt()
    {
        var path = Tensors("weights.pt", "a");

        using var checkpoint = CheckpointFile.Open(path);

        Assert.Equal(path, checkpoint.Path);
        Assert.Equal([1f, 2f], checkpoint.ReadSingle("a"));
    }

    [Fact]
    public void Open_SafetensorsWhoseLengthReadsAsAnotherMagic_ReadsIt()
    {
        // 0x0280: the header's length field begins like a pickle of protocol 2.
        var header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""".PadRight(0x280);
        using var checkpoint = CheckpointFile.Open(HeaderFile.Write(_folder, header, dataBytes: 1));

        Assert.Equal([0L], checkpoint.ReadInt64("a"));
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "git lfs pull")]
    [InlineData("<!DOCTYPE html><html></html>", "web page")]
    [InlineData("\n <html></html>", "web page")]
    [InlineData("this is no checkpoint at all", "no known format")]
    [InlineData("short", "no known format")]
    [InlineData("", "no known format")]
    [InlineData("\u0001\0\0\0\0\0\0\0x", "does not begin with '{'")]
    public void Open_NoCheckpoint_SaysWhatItIs(string content, string reason)
    {
        var path = _folder.File("weights.safetensors");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path).Dispose());

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Tar_RefusedByName()
    {
        var tar = new byte[1024];
        "storages"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));
        File.WriteAllBytes(_folder.File("old.pt"), tar);

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(_folder.File("old.pt")).Dispose());

        Assert.Contains("tar archive", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PartOfSafetensors_Refused()
    {
        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Tensors("a.safetensors", "a"), "ema").Dispose());

        Assert.Contains("'ema'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderWithOneFile_ReadsIt()
    {
        Tensors("model.safetensors", "a");
        File.WriteAllText(_folder.File("config.json"), "{}");

        using var checkpoint = CheckpointFile.Open(_folder.Path);

        Assert.Equal(["a"], checkpoint.Entries.Keys);
    }

    [Fact]
    public void Open_FolderWithSeveralOrNone_Refused()
    {
        Assert.Contains("no checkpoint", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Tensors("one.safetensors", "a");
        Tensors("two.safetensors", "a");
        Assert.Contains("one.safetensors, two.safetensors", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private string Tensors(string name, string key)
    {
        SafetensorsWriter.Write(_folder.File(name), [SafetensorsTensor.FromSingle(key, [2], [1, 2])]);
        return _folder.File(name);
    }
}
