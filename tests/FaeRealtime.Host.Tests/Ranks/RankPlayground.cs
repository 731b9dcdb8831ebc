using System.Diagnostics;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Config;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Testing;
using FaeRealtime.Testing.Ranks;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Ranks;

/// <summary>Pictures, a random encoder and a recipe of the smallest networks, for training by the program itself.</summary>
internal sealed class RankPlayground : IDisposable
{
    private const int Side = 32;
    private const int Pictures = 20;
    private const int Classes = 3;

    private readonly TemporaryFolder _folder = new();

    public RankPlayground(int steps, double saveMinutes = 1000)
    {
        WriteData();
        WriteRecipe(steps, saveMinutes);
    }

    public string Path(string name) => _folder.At(name);

    /// <summary>Starts <c>fae train</c> alone.</summary>
    /// <param name="stage">The verb after <c>train</c>.</param>
    /// <param name="name">The run folder.</param>
    /// <param name="more">Further arguments.</param>
    public RankProcess Start(string stage, string name, params string[] more) => Start(stage, name, [], more);

    /// <summary>Starts <c>fae train</c> alone.</summary>
    /// <param name="stage">The verb after <c>train</c>.</param>
    /// <param name="name">The run folder.</param>
    /// <param name="environment">Variables set beside the inherited ones.</param>
    /// <param name="more">Further arguments.</param>
    public RankProcess Start(string stage, string name, (string Name, string Value)[] environment, params string[] more) =>
        new(FaeProcess.Start(_folder.Path, Arguments(stage, name, more), [("OMP_NUM_THREADS", "1"), .. environment]));

    /// <summary>Starts <c>fae train</c> under mpirun.</summary>
    /// <param name="ranks">Processes in all.</param>
    /// <param name="stage">The verb after <c>train</c>.</param>
    /// <param name="name">The run folder.</param>
    /// <param name="more">Further arguments.</param>
    public RankProcess StartRanks(int ranks, string stage, string name, params string[] more)
    {
        var start = Mpirun.Command(ranks, [Environment.ProcessPath!, System.IO.Path.Combine(AppContext.BaseDirectory, "fae.dll"), .. Arguments(stage, name, more)]);
        start.WorkingDirectory = _folder.Path;
        return new RankProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal to one rank of a run.</summary>
    /// <param name="rank">Which.</param>
    /// <param name="name">The run folder.</param>
    /// <param name="signal">As the command <c>kill</c> names it.</param>
    public void Signal(int rank, string name, string signal) => Mpirun.Signal(rank, Path(name), signal);

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(string stage, string name, string[] more) =>
        ["train", stage, "--recipe", Path("recipe.json"), "--data", Path("data"), "--encoder", Path("vit.safetensors"), "--out", Path(name), "--threads", "1", .. more];

    private void WriteData()
    {
        Directory.CreateDirectory(Path("data/images"));
        for (var i = 0; i < Pictures; i++)
        {
            using var image = new Image<Rgb24>(Side, Side);
            for (var p = 0; p < Side * Side; p++)
            {
                image[p % Side, p / Side] = (p % Side) + (i * p / Side % 7) > Side / 2 ? new Rgb24((byte)(i * 53), (byte)(i * 97), 90) : new Rgb24(255, 255, 255);
            }

            image.SaveAsPng(Path($"data/images/{i}.png"));
        }

        var items = Enumerable.Range(0, Pictures).Select(i =>
            new JsonObject { ["file"] = $"images/{i}.png", ["name"] = $"picture {i}", ["class"] = $"class {i % Classes}", ["split"] = i % 5 == 4 ? "heldOut" : "train" });
        var manifest = new JsonObject { ["source"] = "made by the test", ["imageSize"] = Side, ["seed"] = 1, ["items"] = new JsonArray([.. items]) };
        File.WriteAllText(Path("data/manifest.json"), manifest.ToJsonString());
        File.WriteAllText(Path("data/classes.json"), new JsonArray([.. Enumerable.Range(0, Classes).Select(i => JsonValue.Create($"class {i}"))]).ToJsonString());
    }

    private void WriteRecipe(int steps, double saveMinutes)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Root, "content", "recipes", "micro.json")))!.AsObject();
        var encoder = new VisionEncoderConfig { Name = "small-vit", PatchSize = 4, InputSize = 16, PretrainedGrid = 4, Width = 16, Depth = 2, Heads = 2, MlpHidden = 32, FeatureBlocks = [1, 2] };
        using (var random = VisionTransformer.Random(encoder, 11))
        {
            ModuleCheckpoint.Save(random, Path("vit.safetensors"));
        }

        recipe["model"] = JsonNode.Parse("""
            {
              "formatVersion": 1, "name": "small",
              "encoder": { "name": "small-vit", "patchSize": 4, "inputSize": 16, "pretrainedGrid": 4, "width": 16, "depth": 2, "heads": 2, "mlpHidden": 32, "featureBlocks": [1, 2] },
              "latent": { "channels": 8, "side": 4 }, "autoencoder": { "heads": 2, "headWidth": 16 },
              "featureDecoder": { "width": 32, "depth": 1, "heads": 2 }, "pixelDecoder": { "imageSize": 32, "width": 32, "depth": 1, "heads": 2 },
              "generator": { "width": 32, "depth": 1, "heads": 2, "classes": 3 }, "sampling": { "steps": 2, "shift": 0.4 }
            }
            """);
        (recipe["storage"], recipe["samples"]) = ("f32", 6);
        recipe["cadence"] = new JsonObject { ["log"] = 5, ["validate"] = 1000, ["sheet"] = 1000, ["saveMinutes"] = saveMinutes };
        foreach (var stage in new[] { "ia", "ib", "ii", "iii" })
        {
            var optimisation = recipe[stage]!["optimisation"]!;
            (optimisation["steps"], optimisation["batch"], optimisation["warmup"], optimisation["emaDecay"]) = (steps, 8, 5, 0.9);
        }

        (recipe["ib"]!["perceptualWeight"], recipe["ii"]!["perceptualWeight"]) = (0, 0);
        File.WriteAllText(Path("recipe.json"), recipe.ToJsonString());
    }
}
