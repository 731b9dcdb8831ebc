using System.Security.Cryptography;
using System.Text.Json;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class InfoCommandTests
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
    public async Task Info_ModelWithWords_NamesSomeAndListsAll()
    {
        using var folder = new TemporaryFolder();
        var text = new TextConditionConfig { Encoder = "small", Width = 2 };
        var model = TestModel.Create(folder.At("model"), TestModel.Micro with { Generator = TestModel.Micro.Generator with { Text = text } });
        string[] phrases = [.. Enumerable.Range(0, 40).Select(i => $"phrase {i}")];
        new PhraseTable("small", 2, phrases, new float[80]).Save(model.PhrasesPath);

        var shown = await FaeProcess.Run(["info", model.Path]);
        var json = await FaeProcess.Run(["info", model.Path, "--json"]);

        Assert.Contains("words: 40 phrases, such as phrase 0, phrase 6, phrase 12, ", shown.Output, StringComparison.Ordinal);
        Assert.Equal(phrases, JsonDocument.Parse(json.Output).RootElement.GetProperty("phrases").EnumerateArray().Select(phrase => phrase.GetString()));
    }

    [Fact]
    public async Task Info_WeightFile_ListsItsParts()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var text = await FaeProcess.Run(["info", model.GeneratorPath]);
        var json = await FaeProcess.Run(["info", model.GeneratorPath, "--json"]);
        Assert.True(text.ExitCode == 0, text.Error);
        Assert.True(json.ExitCode == 0, json.Error);
        var part = Assert.Single(JsonDocument.Parse(json.Output).RootElement.GetProperty("parts").EnumerateArray());
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(model.GeneratorPath)));
        Assert.Equal($"(no part): {part.GetProperty("tensors").GetInt32()} tensors (F32)\nSHA-256 {hash}", text.Output.Trim());
        Assert.Equal(hash, JsonDocument.Parse(json.Output).RootElement.GetProperty("sha256").GetString());
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

    [Theory]
    [InlineData("video", "--seeds", "4,9,6", "--w-frames", "3", "--size", "40", "--fps", "20", "--class", "class 1", "--out", "a.webp")]
    [InlineData("video", "--seeds", "4,9,6", "--seconds", "0.5", "--loop", "--space", "feature", "--cfg-scale", "1.5", "--modulate", "source/speed=sine:0.5@2", "--out", "a.gif", "--fps", "20")]
    [InlineData("morph", "3", "8", "--frames", "5", "--interpolation", "slerp", "--loop", "--easing", "linear", "--class", "0:3,2:1", "--model", "model", "--out", "a.webp")]
    [InlineData("images", "--seeds", "5", "--size", "48", "--out", "a.png")]
    public async Task Info_OfAFile_BeginsWithACommandThatMakesItAgain(string command, params string[] options)
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("model"));
        string[] model = command == "morph" ? [] : ["model"];
        var made = await FaeProcess.RunIn(folder.Path, [command, .. model, "--steps", "2", .. options]);
        Assert.True(made.ExitCode == 0, made.Error);
        var file = options.Single(option => option.StartsWith("a.", StringComparison.Ordinal));
        var line = (await FaeProcess.RunIn(folder.Path, ["info", file])).Output.Split('\n')[0];
        Assert.StartsWith("fae ", line, StringComparison.Ordinal);
        var again = await FaeProcess.RunIn(folder.Path, line.Split(' ').Skip(1).Select(word => word.Trim('\'')));
        Assert.True(again.ExitCode == 0, line + again.Error);
        Assert.Equal(Metadata(folder.At(file)), Metadata(folder.At($"again{Path.GetExtension(file)}")));

        // A picture that is made again was compared by the command itself; it has fewer notes for other programs.
        Assert.True(command == "images" || File.ReadAllBytes(folder.At(file)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.At($"again{Path.GetExtension(file)}"))), line);
    }

    private static string Metadata(string path) => MetadataFile.Read(path)!;

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Info_CurrentFolder_IsNotTheContentFolder(string named)
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("content/mine"));
        TestModel.Create(folder.At("model"));
        Directory.CreateDirectory(folder.At("model/runs"));
        var run = await FaeProcess.RunIn(folder.At(named == "." ? "model" : "model/runs"), ["info", named], ("FAE_CONTENT", folder.At("content")));
        Assert.True(run.ExitCode == 0, run.Error);
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
    public async Task Info_PaperXl_HasThePapersTotalsToTheUnit()
    {
        var run = await FaeProcess.Run(["info", "--arch", "paper-xl", "--params", "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        var totals = summary.GetProperty("parts").EnumerateArray().Skip(1).Select(part => part.GetProperty("total").GetInt64());
        Assert.Equal([38_166_592, 170_428_416, 305_360_896, 675_256_736], totals);
        Assert.Equal(513_955_904, summary.GetProperty("tokenizer").GetInt64());
        var blocks = summary.GetProperty("parts")[4].GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("name").GetString() == "blocks");
        Assert.Equal(28, blocks.GetProperty("modules").GetInt32());
    }

    [Fact]
    public async Task Info_ArchitectureAsText_ShowsUnitsMillionsAndLayers()
    {
        var plain = await FaeProcess.Run(["info", "--arch", "paper-xl"]);
        Assert.Contains("513,955,904 = 513.96M", plain.Output, StringComparison.Ordinal);
        Assert.Contains("675.26", plain.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("t_embedder", plain.Output, StringComparison.Ordinal);
        var detailed = await FaeProcess.Run(["info", "--arch", "SiT-XL/2", "--params"]);
        Assert.Contains("675,129,632", detailed.Output, StringComparison.Ordinal);
        Assert.Contains("blocks x 28", detailed.Output, StringComparison.Ordinal);
        Assert.Contains("fixed position table", detailed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_FolderWithParams_CountsWhatItsFilesHold()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var run = await FaeProcess.Run(["info", model.Path, "--params", "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        var decoder = summary.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "feature decoder").GetProperty("total").GetInt64();
        var file = summary.GetProperty("files").EnumerateArray().Single(entry => entry.GetProperty("file").GetString() == ModelFolder.FeatureDecoderFile);
        Assert.Equal(file.GetProperty("parameters").GetInt64(), decoder);
    }

    [Theory]
    [InlineData("--list")]
    [InlineData("--arch")]
    public async Task Info_List_HasEveryArchitecture(string option)
    {
        var run = await FaeProcess.Run(["info", option]);
        Assert.Equal(0, run.ExitCode);
        Assert.All(ArchitectureCatalogue.All, entry => Assert.Contains(entry.Name, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Info_UnknownArchitecture_NamesTheNearestAndExitsTwo() =>
        (await FaeProcess.Run(["info", "--arch", "paper-xll"])).AssertRefused(2, "the nearest is 'paper-xl'");

    [Theory]
    [InlineData("info")]
    [InlineData("info", "default", "--arch", "tiny")]
    public async Task Info_NotOneSource_IsAUsageError(params string[] arguments)
    {
        var run = await FaeProcess.Run(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Give one of", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ListsEveryVerb()
    {
        var run = await FaeProcess.Run(["--help"]);
        Assert.Equal(0, run.ExitCode);
        foreach (var verb in new[] { "demo", "images", "info", "import", "export", "parity", "data", "train" })
        {
            Assert.Contains($"\n  {verb} ", run.Output, StringComparison.Ordinal);
        }
    }
}
