using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Tests.Config;

namespace FaeRealtime.Core.Tests.Folders;

public sealed class ModelFolderTests
{
    private static readonly string[] Classes = ["cat", "dog", "模型"];

    [Fact]
    public void Create_ThenOpen_SameConfigAndClasses()
    {
        using var folder = new Folder();
        var made = ModelFolder.Create(folder.File("a/b"), TinyConfig.Make(), Classes);

        var opened = ModelFolder.Open(folder.File("a/b"));

        Assert.Equal(Classes, opened.Classes);
        Assert.Equal("test", opened.Config.Name);
        Assert.Equal(made.Hash, opened.Hash);
        Assert.Equal(folder.File("a/b/pixel-decoder.safetensors"), opened.PixelDecoderPath);
    }

    [Fact]
    public void Open_NoFolder_NamesItAndTheRemedy()
    {
        var failure = Assert.Throws<ConfigException>(() => ModelFolder.Open("/nowhere/model"));

        Assert.Contains("/nowhere/model", failure.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("classes.json")]
    public void Open_FileMissing_NamesIt(string name)
    {
        using var folder = new Folder();
        ModelFolder.Create(folder.Path, TinyConfig.Make(), Classes);
        File.Delete(folder.File(name));

        Assert.Contains(name, Assert.Throws<ConfigException>(() => ModelFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UnsoundConfig_AllProblemsAndNothingWritten()
    {
        using var folder = new Folder();
        var config = TinyConfig.Make();
        var failure = Assert.Throws<ConfigException>(() =>
            ModelFolder.Create(folder.Path, config with { Sampling = config.Sampling with { Steps = 0 } }, ["one"]));

        Assert.Contains("sampling.steps is 0", failure.Message, StringComparison.Ordinal);
        Assert.Contains("classes.json names 1 classes, generator.classes is 3", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void SaveConfig_NewStatistics_OnDiskAndHere()
    {
        using var folder = new Folder();
        var model = ModelFolder.Create(folder.Path, TinyConfig.Make(), Classes);
        var before = model.Hash;

        model.SaveConfig(model.Config with { Latent = model.Config.Latent with { Mean = [3, 4] } });

        Assert.Equal([3.0, 4.0], model.Config.Latent.Mean);
        Assert.Equal([3.0, 4.0], ModelFolder.Open(folder.Path).Config.Latent.Mean);
        Assert.NotEqual(before, model.Hash);
    }

    [Fact]
    public void Hash_WeightsChangeOrMove_Changes()
    {
        using var folder = new Folder();
        var model = ModelFolder.Create(folder.Path, TinyConfig.Make(), Classes);
        HashSet<string> hashes = [model.Hash];

        File.WriteAllText(model.GeneratorPath, "a");
        Assert.True(hashes.Add(model.Hash));
        File.WriteAllText(model.GeneratorPath, "b");
        Assert.True(hashes.Add(model.Hash));
        File.Move(model.GeneratorPath, model.PixelDecoderPath);
        Assert.True(hashes.Add(model.Hash));
        File.WriteAllText(model.SamplesPath, "samples are no weights");
        Assert.False(hashes.Add(model.Hash));
        Assert.Equal(16, model.ShortHash.Length);
    }
}
