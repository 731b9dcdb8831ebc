using FaeRealtime.Core.Config;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Training.Tests;

/// <summary>A folder with pictures, a recipe and room for runs, which goes with the test.</summary>
internal sealed class TrainingPlace : IDisposable
{
    public const ulong EncoderSeed = 11;

    private readonly string _path = Directory.CreateTempSubdirectory("fae-training-").FullName;

    // Networks this small only lose time to a second thread.
    public TrainingPlace(TrainingRecipe recipe, int images = 12)
    {
        torch.set_num_threads(1);
        Recipe = recipe;
        WriteRecipe("recipe.json", recipe);
        WritePictures(images);
    }

    public TrainingRecipe Recipe { get; }

    public string Data => File("data");

    public string Out => File("out");

    public string File(string name) => Path.Combine(_path, name);

    public void WriteRecipe(string name, TrainingRecipe recipe) => RecipeFile.Write(File(name), recipe);

    public TrainingOptions Options(string recipe = "recipe.json", string folder = "out", bool resume = false) =>
        new(File(recipe), Data, File(folder)) { RandomEncoderSeed = EncoderSeed, Resume = resume };

    /// <summary>Writes the random encoder to a file, for runs in processes of their own.</summary>
    public string WriteEncoder()
    {
        var file = File("encoder.safetensors");
        using var encoder = VisionTransformer.Random(Recipe.Model.Encoder, EncoderSeed, torch.CPU);
        ModuleCheckpoint.Save(encoder, file);
        return file;
    }

    public static void Train(TrainingOptions options, IReadOnlyList<StageKind>? stages = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        TrainingRun.Train(stages, options, progress, TimeProvider.System, cancellationToken);

    /// <summary>Every file of a run that a resumed run must reproduce: states and what the model folder holds.</summary>
    public static IReadOnlyDictionary<string, byte[]> Results(string folder) =>
        Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories)
            .Where(file => !IsEarlierState(file))
            .Concat([Path.Combine(folder, "config.json"), Path.Combine(folder, "classes.json")])
            .ToDictionary(file => Path.GetRelativePath(folder, file), System.IO.File.ReadAllBytes);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    // Which earlier states are still there depends on when a run was interrupted.
    private static bool IsEarlierState(string file) =>
        Path.GetFileName(Path.GetDirectoryName(file)) == "state"
        && Enum.GetValues<StageKind>().Any(stage => new RunFolder(Path.GetDirectoryName(Path.GetDirectoryName(file))!).States(stage).Saved.Skip(1).Contains(file));

    private void WritePictures(int count)
    {
        Directory.CreateDirectory(Path.Combine(Data, "images"));
        string[] classes = [.. Enumerable.Range(0, SmallRecipe.Classes).Select(label => $"class {label}")];
        var items = new List<DatasetItem>();
        for (var i = 0; i < count; i++)
        {
            var name = $"images/{i:d2}.png";
            WritePicture(Path.Combine(Data, name), i);
            items.Add(new DatasetItem(name, $"picture {i}", classes[i % classes.Length], i % 4 == 3 ? DatasetSplit.HeldOut : DatasetSplit.Train));
        }

        var manifest = new DatasetManifest { Source = "made by the test", ImageSize = SmallRecipe.ImageSize, Seed = 1, Items = items };
        StrictJson.Write(Path.Combine(Data, DatasetManifest.FileName), manifest, DatasetJsonContext.Default.DatasetManifest);
        StrictJson.Write(Path.Combine(Data, DatasetManifest.ClassesFileName), classes, DatasetJsonContext.Default.StringArray);
    }

    // A disc whose place, size and colour depend on the index.
    private static void WritePicture(string file, int index)
    {
        const int side = SmallRecipe.ImageSize;
        using var image = new Image<Rgb24>(side, side);
        var (cx, cy, radius) = (8 + (index * 5 % 16), 8 + (index * 11 % 16), 4 + (index % 5));
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var inside = ((x - cx) * (x - cx)) + ((y - cy) * (y - cy)) <= radius * radius;
                image[x, y] = inside ? new Rgb24((byte)(index * 53), (byte)(index * 97), (byte)(index * 151)) : new Rgb24(255, 255, 255);
            }
        }

        image.SaveAsPng(file);
    }
}
