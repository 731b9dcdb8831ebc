using System.Formats.Tar;
using System.Text.Json;
using FaeRealtime.Live.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataCommandTests()
    {
        foreach (var file in new[] { "train/cats/1.png", "train/dogs/2.jpg", "val/cats/3.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(file))!);
            using var image = new Image<Rgb24>(20, 30);
            image.Save(_folder.At(file));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DataFolder_ClassFolders_ShowsCounts()
    {
        var result = await FaeProcess.Run(["data", "folder", _folder.At(".")]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("2 pictures to train on, 1 held out, 2 classes", result.Output, StringComparison.Ordinal);
        Assert.Contains("cats: 1 + 1", result.Output, StringComparison.Ordinal);
        Assert.Contains("20x30 (3)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataVerify_WholeThenBroken_ExitsZeroThenTwo()
    {
        var whole = await FaeProcess.Run(["data", "verify", _folder.At(".")]);
        await File.WriteAllTextAsync(_folder.At("train/dogs/2.jpg"), "no picture");
        var broken = await FaeProcess.Run(["data", "verify", _folder.At("."), "--workers", "2"]);

        Assert.Equal((0, 2), (whole.ExitCode, broken.ExitCode));
        Assert.Contains("0 of 3", whole.Output, StringComparison.Ordinal);
        Assert.Contains("train/dogs/2.jpg: ", broken.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 3", broken.Output, StringComparison.Ordinal);
    }

    /// <summary>Everything that a data set was seen to hold, in one folder: each file and member is used, held out or named.</summary>
    [Fact]
    public async Task DataVerify_EverythingInOneFolder_AddsUpExactly()
    {
        string[] used = ["0.png", "1.png", "v1.0.png", "tab\tname.png", "\u00e9.png"];
        string[] members = ["._0.png", "PaxHeaders/0.png", "0.depth.png", "v1.1.png", "gone.txt", "gone.cls", "x.tiff", "meta.json"];
        string[] appended = ["behind.png"];
        var shard = new MemoryStream();
        Write(shard, [.. used, .. members, "1.cls", "0.cls", "v1.cls", "tab\tname.cls", "\u00e9.cls", "0.txt"]);
        Write(shard, [.. appended, "behind.cls"]);
        await File.WriteAllBytesAsync(_folder.At("train/0.tar"), shard.ToArray());
        Directory.CreateDirectory(_folder.At("Validation"));
        var held = new MemoryStream();
        Write(held, ["a.png", "a.cls"]);
        await File.WriteAllBytesAsync(_folder.At("Validation/0.tar"), held.ToArray());

        string[] beside = ["train/1.tar.gz", ".hidden", "Thumbs.db", "LICENSE", "@eaDir/b.png", "train/._0.tar", "train/.ipynb_checkpoints/c.png"];
        foreach (var file in beside)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(file))!);
            await File.WriteAllTextAsync(_folder.At(file), "x");
        }

        TerminationInputs.Pipe(_folder.At("pipe.png"));
        File.CreateSymbolicLink(_folder.At("broken.png"), "nowhere");
        Directory.CreateSymbolicLink(_folder.At("train/up"), "..");
        string[] loose = ["train/cats/1.png", "train/dogs/2.jpg", "val/cats/3.png", "pipe.png", "broken.png", "train/up"];

        var run = await FaeProcess.Run(["data", "verify", _folder.Path, "--json"]);

        using var json = JsonDocument.Parse(run.Output);
        var account = json.RootElement;
        var ignored = account.GetProperty("ignored").EnumerateArray().ToDictionary(one => one.GetProperty("reason").GetString()!, one => one.GetProperty("count").GetInt32());
        Assert.Equal((used.Length + appended.Length, 1), (account.GetProperty("used").GetInt32(), account.GetProperty("heldOut").GetInt32()));
        Assert.True(ignored.Values.Sum() == members.Length + beside.Length + loose.Length, run.Output);
        Assert.Equal(used.Length + appended.Length + 1 + ignored.Values.Sum(), account.GetProperty("found").GetInt32());
        Assert.Equal((1, 1, 1), (ignored["secondPicture"], ignored["ambiguousPicture"], ignored["orphanLabel"]));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("(--allow-loss)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataVerify_PictureOfAnotherFormat_IsRefusedUnlessAllowed()
    {
        await File.WriteAllTextAsync(_folder.At("train/dogs/4.tiff"), "lost");
        var refused = await FaeProcess.Run(["data", "verify", _folder.At(".")]);
        var allowed = await FaeProcess.Run(["data", "verify", _folder.At("."), "--allow-loss", "--json"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--allow-loss", refused.Error, StringComparison.Ordinal);
        Assert.Contains("found 4 = used 2 + held out 1 + ignored 1", refused.Output, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(allowed.Output);
        Assert.Equal((0, 4), (allowed.ExitCode, json.RootElement.GetProperty("found").GetInt32()));
    }

    [Fact]
    public async Task DataFaces_FolderOfPictures_IsRefused() => (await FaeProcess.Run(["data", "faces", "--out", _folder.At(".")])).AssertRefused(2, "holds no drawn faces");

    [Fact]
    public async Task DataFaces_FewerThanStyles_IsRefused() => (await FaeProcess.Run(["data", "faces", "--out", _folder.At("new"), "--count", "3"])).AssertRefused(2, "12 styles");

    [Fact]
    public async Task DataTar_FolderWithoutShards_IsRefused() => (await FaeProcess.Run(["data", "tar", _folder.At(".")])).AssertRefused(2, ".tar");

    private static void Write(MemoryStream archive, string[] names)
    {
        using var picture = new MemoryStream();
        using (var image = new Image<Rgb24>(20, 30))
        {
            image.SaveAsPng(picture);
        }

        using var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var name in names)
        {
            var content = Path.GetExtension(name) switch { ".png" or ".tiff" => picture.ToArray(), ".cls" => "0"u8.ToArray(), _ => "{}"u8.ToArray() };
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
    }
}
