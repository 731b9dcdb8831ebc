using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Host.Tests.Training;

/// <summary>A researcher's first steps: a recipe for own data, single changes, what it would take.</summary>
public sealed class RecipeCommandTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(40));

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task RecipeNew_DataOfThreeClasses_IsARecipeForThemAndOverwritesNothing()
    {
        string[] words = ["recipe", "new", "--arch", "tiny", "--data", _place.Data, "--out", _place.File("mine.json")];
        var first = await FaeProcess.Run(words);
        Assert.True(first.ExitCode == 0, first.Error);
        var text = await File.ReadAllTextAsync(_place.File("mine.json"));
        var again = await FaeProcess.Run(words);
        var printed = await FaeProcess.Run(words[..^2]);

        var recipe = RecipeFile.Read(_place.File("mine.json"));
        Assert.Equal((3, 192, "data"), (recipe.Model.Generator.Classes, ((LightningDiTConfig)recipe.Model.Generator).Width, recipe.Model.Name));
        Assert.Contains("3 classes: class 0, class 1, class 2", first.Error, StringComparison.Ordinal);
        again.AssertRefused(2, "already there");
        Assert.Equal(text, await File.ReadAllTextAsync(_place.File("mine.json")));
        Assert.Equal(text, printed.Output);
    }

    [Theory]
    [InlineData("There is no recipe 'mikro'", "--recipe", "mikro")]
    [InlineData("ablation, emoji, faces, faces-flow, faces-pooled, micro, paper, small", "--recipe", "mikro")]
    [InlineData("has 3 classes", "--recipe", "micro", "--set", "ib.perceptualWeight=0", "--set", "ii.perceptualWeight=0")]
    [InlineData("nearest is 'iii.optimisation.steps'", "--recipe", "micro", "--set", "iii.optimisation.step=9")]
    public async Task Train_RecipeByName_IsFoundOrTheNamesAreListed(string expected, params string[] words)
    {
        var run = await FaeProcess.Run(["train", "ia", .. words, "--data", _place.Data, "--encoder", _place.WriteEncoder(), "--out", _place.Out]);

        run.AssertRefused(2, expected);
        Assert.False(Directory.Exists(_place.Out));
    }

    [Fact]
    public async Task Train_EncoderNotGiven_SaysWhereItIsHadAndHowToCheckIt()
    {
        var run = await FaeProcess.Run(["train", "ia", "--recipe", "micro", "--data", _place.Data, "--out", _place.Out]);

        run.AssertRefused(2, "model.safetensors of timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k on Hugging Face");
        Assert.Contains("fae info FILE prints its SHA-256", run.Error, StringComparison.Ordinal);
        Assert.Contains("fae parity", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Estimate_PrintsTimeMemoryAndDiskAndWritesNothing()
    {
        var words = new TrainingProcess(_place).Arguments("out", "all", "--estimate");
        var text = await FaeProcess.Run(words);
        var json = await FaeProcess.Run([.. words, "--json", "--set", "iii.optimisation.steps=70"]);

        Assert.True(text.ExitCode == 0, text.Error);
        Assert.True(json.ExitCode == 0, json.Error);
        foreach (var word in new[] { "time: ", "memory: ", "disk: ", "s a step" })
        {
            Assert.Contains(word, text.Output, StringComparison.Ordinal);
        }

        var stages = JsonDocument.Parse(json.Output).RootElement.GetProperty("stages").EnumerateArray().ToDictionary(stage => stage.GetProperty("stage").GetString()!);
        Assert.Equal((40, 70), (stages["ia"].GetProperty("steps").GetInt32(), stages["iii"].GetProperty("steps").GetInt32()));
        Assert.False(Directory.Exists(_place.Out));
    }
}
