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
    public async Task DataFaces_FolderOfPictures_IsRefused() => (await FaeProcess.Run(["data", "faces", "--out", _folder.At(".")])).AssertRefused(2, "not made by 'fae data faces'");

    [Fact]
    public async Task DataFaces_FewerThanStyles_IsRefused() => (await FaeProcess.Run(["data", "faces", "--out", _folder.At("new"), "--count", "3"])).AssertRefused(2, "12 styles");

    [Fact]
    public async Task DataTar_FolderWithoutShards_IsRefused() => (await FaeProcess.Run(["data", "tar", _folder.At(".")])).AssertRefused(2, ".tar");
}
