using FaeRealtime.Host.Tests.Training;
using FaeRealtime.Live.Tests;
using FaeRealtime.Testing;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class TrainCommandTests
{
    [Fact]
    public async Task Train_AnyStage_BeginsWithTheAccountOfItsData()
    {
        using var place = new TrainingPlace(SmallRecipe.Of(2), 12);
        await File.WriteAllTextAsync(Path.Combine(place.Data, "notes.md"), "words");

        var run = await FaeProcess.Run(new TrainingProcess(place).Arguments("run", "ia"));

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Error.Split('\n');
        Assert.Equal($"{place.Data}: found 13 = used 9 + held out 3 + ignored 1", lines[0]);
        Assert.Equal("  ignored 1, unknown type: notes.md", lines[1]);
    }

    /// <summary>Every command that reads a data set refuses one of which a picture is in no list, and takes it when told so.</summary>
    [Theory]
    [InlineData("train ia --recipe RECIPE --data DATA --encoder ENCODER --out RUN/train")]
    [InlineData("eval reconstruction --model RUN/trained --data DATA --encoder ENCODER --pooling mean")]
    [InlineData("ablate table5 --recipe RECIPE --data DATA --encoder ENCODER --out RUN/ablation --pictures 8 --seeds 2 --samples 10 --sampling-steps 1")]
    public async Task AllowLoss_SetThatLostPictures_RefusedUnlessGiven(string line)
    {
        using var place = new TrainingPlace(SmallRecipe.Of(2), 16);
        var encoder = place.WriteEncoder();
        if (line.Contains("trained", StringComparison.Ordinal))
        {
            TrainingPlace.Train(place.Options(folder: "run/trained"), [StageKind.Ia, StageKind.Ib]);
        }

        File.Copy(Path.Combine(place.Data, "images", "00.png"), Path.Combine(place.Data, "images", "99.png"));
        var arguments = line.Replace("RECIPE", place.File("recipe.json"), StringComparison.Ordinal).Replace("DATA", place.Data, StringComparison.Ordinal)
            .Replace("ENCODER", encoder, StringComparison.Ordinal).Replace("RUN", place.File("run"), StringComparison.Ordinal).Split(' ');

        var refused = await FaeProcess.Run(arguments);
        var taken = await FaeProcess.Run([.. arguments, "--allow-loss"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("(images/99.png)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("(--allow-loss)", refused.Error, StringComparison.Ordinal);
        Assert.True(taken.ExitCode == 0, taken.Error);
    }

    [SharedFact("data/encoder")]
    public async Task Train_UnreadableImage_ExitsTwoNamingIt()
    {
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        Directory.CreateDirectory(Path.Combine(data, "images"));
        foreach (var i in Enumerable.Range(0, 4))
        {
            await File.WriteAllTextAsync(Path.Combine(data, $"images/{i}.png"), "this is no picture");
        }

        var items = string.Join(',', Enumerable.Range(0, 4).Select(i => $$"""{"file":"images/{{i}}.png","name":"picture {{i}}","class":"class 0","split":"{{(i == 3 ? "heldOut" : "train")}}"}"""));
        await File.WriteAllTextAsync(Path.Combine(data, "manifest.json"), $$"""{"source":"made by the test","imageSize":64,"seed":1,"items":[{{items}}]}""");
        await File.WriteAllTextAsync(Path.Combine(data, "classes.json"), $"[{string.Join(',', Enumerable.Range(0, 9).Select(i => $"\"class {i}\""))}]");

        var encoder = Directory.EnumerateFiles(SharedData.Path("data/encoder"), "*.safetensors").First();
        var recipe = Path.Combine(Repository.Root, "content", "recipes", "micro.json");
        var result = await FaeProcess.Run(["train", "ia", "--recipe", recipe, "--data", data, "--encoder", encoder, "--out", folder.At("run")]);
        result.AssertRefused(2, "images/0.png");
    }
}
