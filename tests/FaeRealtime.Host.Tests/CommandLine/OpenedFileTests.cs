using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Remake;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.CommandLine;

/// <summary>What a user names is opened by its kind and size first.</summary>
public sealed class OpenedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Openers => ["preset", "recording", "picture"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Openers))]
    public void Open_PipeOrDevice_IsRefusedAtOnce(string opener)
    {
        using (var pipe = Process.Start("mkfifo", [_folder.At("input")]))
        {
            pipe.WaitForExit();
        }

        Assert.Contains("a FIFO", Refused(opener).Message, StringComparison.Ordinal);
        File.Delete(_folder.At("input"));
        File.CreateSymbolicLink(_folder.At("input"), "/dev/zero");
        Assert.Contains("a device", Refused(opener).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Openers))]
    public void Open_FileOfMoreThanItsKindHas_IsRefusedUnread(string opener)
    {
        using (var vast = File.Create(_folder.At("input")))
        {
            vast.Write(FileSignatures.Png);
            vast.SetLength(1L << 40);
        }

        Assert.Contains("1099511627776 bytes, more than", Refused(opener).Message, StringComparison.Ordinal);
    }

    private FaeException Refused(string opener) => Assert.ThrowsAny<FaeException>(() =>
    {
        var path = _folder.At("input");
        switch (opener)
        {
            case "preset":
                OpenedFile.Read(path);
                break;
            case "recording":
                OpenedFile.IsRecording(path);
                break;
            default:
                StoredImage.Load(path);
                break;
        }
    });
}
