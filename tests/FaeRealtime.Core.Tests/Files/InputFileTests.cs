using System.Diagnostics;
using System.Net.Sockets;
using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Tests.Config;

namespace FaeRealtime.Core.Tests.Files;

/// <summary>Inputs that would hang or never end are refused before a byte is read. Each test ends by itself or not at all: a hang is its failure.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly Folder _folder = new();

    public static TheoryData<string, string> NoFiles => new() { { "fifo", "a FIFO" }, { "link to fifo", "a FIFO" }, { "/dev/zero", "a device" }, { "link to /dev/zero", "a device" }, { "socket", "a socket" } };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(NoFiles))]
    public async Task Open_NoRegularFile_RefusedAtOnce(string kind, string said)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Make(kind, "x", socket);

        var failure = await Refuses<IOException>(() => InputFile.Open(path).Dispose());

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        await Refuses<IOException>(() => InputFile.ReadBytes(path));
        await Refuses<IOException>(() => InputFile.ReadText(path));
        await Refuses<IOException>(() => _ = InputFile.ReadLines(path).Count());
    }

    [Theory]
    [MemberData(nameof(NoFiles))]
    public async Task ConfigAndClassesAndWeights_NoRegularFile_RefusedAtOnce(string kind, string said)
    {
        foreach (var name in new[] { ModelFolder.ConfigFile, ModelFolder.ClassesFile })
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var model = Directory.CreateDirectory(_folder.File(name)).FullName;
            ModelFolder.Create(model, TinyConfig.Make(), ["a", "b", "c"]);
            File.Delete(Path.Combine(model, name));
            Make(kind, Path.Combine(model, name), socket);

            Assert.Contains(said, (await Refuses<ConfigException>(() => ModelFolder.Open(model))).Message, StringComparison.Ordinal);
        }

        using var another = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var weights = Make(kind, "w", another);
        Assert.Contains(said, (await Refuses<CheckpointException>(() => CheckpointFile.Open(weights))).Message, StringComparison.Ordinal);
        Assert.Contains(said, (await Refuses<CheckpointException>(() => CheckpointFile.Describe(weights))).Message, StringComparison.Ordinal);
        Assert.Contains(said, (await Refuses<CheckpointException>(() => NpyReader.Open(weights))).Message, StringComparison.Ordinal);
        Assert.Contains(said, (await Refuses<CheckpointException>(() => NpzArchive.Open(weights))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LongerThanAllowed_RefusedWithBothLengthsAndNoMemory()
    {
        using (var sparse = File.Create(_folder.File("x")))
        {
            sparse.SetLength(1L << 36);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Assert.Throws<IOException>(() => InputFile.ReadBytes(_folder.File("x")));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("68719476736 bytes, more than the 67108864", failure.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => InputFile.ReadBytes(_folder.File("x"), InputFile.NoLimit));
        Assert.Throws<IOException>(() => InputFile.ReadText(_folder.File("x")));
        Assert.Throws<IOException>(() => _ = InputFile.ReadLines(_folder.File("x")).Count());
        Assert.Contains("more than", Assert.Throws<ConfigException>(() => StrictJson.Read<ModelConfig>(_folder.File("x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileOfExactlyTheLimit_Read()
    {
        File.WriteAllBytes(_folder.File("x"), [0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', (byte)'b']);
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("x"));

        Assert.Equal(6, InputFile.ReadBytes(_folder.File("link"), limit: 6).Length);
        Assert.Equal("a\nb", InputFile.ReadText(_folder.File("x"), limit: 6));
        Assert.Equal(["a", "b"], InputFile.ReadLines(_folder.File("link"), limit: 6));
        Assert.Throws<IOException>(() => InputFile.ReadBytes(_folder.File("x"), limit: 5));
    }

    [Fact]
    public void Open_MissingOrFolder_AsFileSaysIt()
    {
        Assert.Throws<FileNotFoundException>(() => InputFile.Open(_folder.File("no")));
        Assert.Throws<UnauthorizedAccessException>(() => InputFile.Open(_folder.Path));
        Assert.Throws<ArgumentException>(() => InputFile.Open("a\0b"));
    }

    /// <summary>On a thread of the pool, so that one that hangs fails the test.</summary>
    private static async Task<T> Refuses<T>(Action open)
        where T : Exception =>
        await Assert.ThrowsAsync<T>(() => Task.Run(open).WaitAsync(TimeSpan.FromSeconds(10)));

    private string Make(string kind, string name, Socket socket)
    {
        var path = Path.Combine(_folder.Path, name);
        switch (kind)
        {
            case "fifo":
                MakeFifo(path);
                break;
            case "link to fifo":
                MakeFifo($"{path}.fifo");
                File.CreateSymbolicLink(path, $"{path}.fifo");
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "link to /dev/zero":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                if (Path.IsPathRooted(name))
                {
                    File.CreateSymbolicLink(path, kind);
                    break;
                }

                return kind;
        }

        return path;
    }

    private static void MakeFifo(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
