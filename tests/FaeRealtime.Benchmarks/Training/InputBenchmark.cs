using System.CommandLine;
using System.Globalization;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Training;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>Pictures a second of stage Ia by what is kept and by who decodes, in turns.</summary>
internal static class InputBenchmark
{
    private const int BytesPerMebibyte = 1 << 20;

    // Batches that fit where nothing is to be kept: those announced, and the present one.
    private const int KeptBatches = 6;
    private static readonly int[] Workers = [0, 1, 2];

    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Required = true, Description = "A data set, as for fae train." };
        var recipe = new Option<string>("--recipe") { DefaultValueFactory = _ => Path.Combine("content", "recipes", "emoji.json"), Description = "Model and batch." };
        var pictures = new Option<int>("--pictures") { DefaultValueFactory = _ => 1024, Description = "Of the data set, in even steps." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "CPU threads of the networks." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Turns of each." };
        var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 6, Description = "Steps a turn." };
        var command = new Command("input", "Stage Ia by what is kept and by who decodes.") { data, recipe, pictures, threads, rounds, steps };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            var source = Part(DataSources.Open(parsed.GetRequiredValue(data)), parsed.GetValue(pictures));
            Console.WriteLine($"{source.Train.Count} pictures of {source.Path}, {parsed.GetValue(threads)} threads for the networks; pictures a second, median (most)");
            Run(RecipeFile.Read(parsed.GetRequiredValue(recipe)), source, parsed.GetValue(rounds), parsed.GetValue(steps));
        });
        return command;
    }

    private static DataSource Part(DataSource source, int pictures) => source with
    {
        Train = DataSource.Evenly(source.Train, pictures),
        HeldOut = DataSource.Evenly(source.HeldOut, 1),
    };

    private static void Run(TrainingRecipe recipe, DataSource source, int rounds, int steps)
    {
        recipe = recipe with { Model = recipe.Model with { Generator = recipe.Model.Generator with { Classes = source.Classes.Count } } };
        var folder = Directory.CreateTempSubdirectory("fae-input-");
        List<InputPath> paths = [];
        try
        {
            var options = new TrainingOptions("", source.Path, folder.FullName) { RandomEncoderSeed = 1 };
            var run = RunPreparation.Open([StageKind.Ia], options, recipe, source, null, TimeProvider.System);
            paths.AddRange(Ways(recipe, source.Train.Count).Select(way => new InputPath(way.Name, run, source, way.Options)));
            Compare(paths, rounds, steps);
        }
        finally
        {
            paths.ForEach(path => path.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Name, DataOptions Options)> Ways(TrainingRecipe recipe, int pictures)
    {
        var side = recipe.Model.PixelDecoder.ImageSize;
        var few = KeptBatches * recipe.Ia.Optimisation.Batch;
        yield return ("features kept", new DataOptions());

        // Room for the pictures, which is too little for their features.
        yield return ("pictures kept, features computed", new DataOptions { MemoryMebibytes = (3 * side * side * pictures / BytesPerMebibyte) + 1 });
        foreach (var workers in Workers)
        {
            yield return ($"decoded each time, {workers} workers", new DataOptions { MemoryMebibytes = 0, SmallestCapacity = few, Workers = workers });
        }
    }

    private static void Compare(List<InputPath> paths, int rounds, int steps)
    {
        var rates = paths.Select(_ => (Train: new List<double>(), Gather: new List<double>())).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (path, (train, gather)) in paths.Zip(rates))
            {
                var (trained, gathered) = (steps * path.Batch / path.Train(steps), steps * path.Batch / path.Gather(steps));
                if (round > 0)
                {
                    train.Add(trained);
                    gather.Add(gathered);
                }
            }
        }

        Console.WriteLine($"{"",-34} {"training",20} {"gathering alone",24}");
        foreach (var (path, (train, gather)) in paths.Zip(rates))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path.Name,-34} {Median(train),10:0.0} ({train.Max():0.0}) {Median(gather),14:0} ({gather.Max():0})"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
