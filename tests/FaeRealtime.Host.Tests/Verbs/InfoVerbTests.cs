using System.Text.Json;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Verbs;

public sealed class InfoVerbTests
{
    [Fact]
    public async Task Info_Json_TellsSizesAndParameters()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var run = await FaeProcess.Run(["info", model.Path, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(model.ShortHash, summary.GetProperty("hash").GetString());
        Assert.Equal(12, summary.GetProperty("samples").GetInt32());
        var files = summary.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("file").GetString()!, file => file.GetProperty("parameters").GetInt64());
        Assert.Equal(4, files.Count);
        Assert.True(files[ModelFolder.GeneratorFile] > 1000);
    }

    [Fact]
    public async Task Info_NameInContentFolder_IsFound()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("content/mine"));
        var run = await FaeProcess.Run(["info", "mine"], ("FAE_CONTENT", folder.At("content")));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("micro", run.Output, StringComparison.Ordinal);
        Assert.Contains(ModelFolder.PixelDecoderFile, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_WeightsTruncated_ExitsTwo()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        await File.WriteAllBytesAsync(model.EncoderPath, (await File.ReadAllBytesAsync(model.EncoderPath))[..40]);
        (await FaeProcess.Run(["info", model.Path])).AssertRefused(2, ModelFolder.EncoderFile);
    }

    [Fact]
    public async Task Help_ListsEveryVerb()
    {
        var run = await FaeProcess.Run(["--help"]);
        Assert.Equal(0, run.ExitCode);
        foreach (var verb in new[] { "demo", "info", "parity", "data", "train" })
        {
            Assert.Contains($"\n  {verb} ", run.Output, StringComparison.Ordinal);
        }
    }
}
