using FaeRealtime.Live.Tests;
using FaeRealtime.Testing;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class TrainCommandTests
{
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
