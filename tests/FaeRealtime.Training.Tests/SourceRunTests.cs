using System.Formats.Tar;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Loading;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

/// <summary>Runs straight from what people have: class folders and WebDataset shards, with pictures of all sizes and a few broken ones among them.</summary>
public sealed class SourceRunTests : IDisposable
{
    private const int Pictures = 240;
    private const int Broken = 100;
    private const string Note = "skipped.txt";

    private static readonly StageKind[] Stages = [StageKind.Ia, StageKind.III];

    // Nothing fits: pictures are decoded ahead, features are computed for each batch.
    private static readonly DataOptions Streaming = new() { MemoryMebibytes = 0, SmallestCapacity = 2, Workers = 2 };

    // No validation in between, which would save a better best state.
    private static readonly TrainingRecipe Longer = SmallRecipe.Of(40) with { Intervals = SmallRecipe.Of(40).Intervals with { Validate = 1000, SampleGrid = 1000 } };

    private readonly ImagePlace _data = new();
    private readonly TrainingPlace _place;

    public SourceRunTests()
    {
        var recipe = SmallRecipe.Of(4);
        _place = new TrainingPlace(recipe);
        _place.WriteRecipe("longer.json", Longer);
        _place.WriteRecipe("captions.json", recipe with { Model = recipe.Model with { Generator = recipe.Model.Generator with { Classes = 1 } } });
    }

    public void Dispose()
    {
        _place.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_ClassFoldersOfMixedSizesWithABrokenPicture_NamesItAndFinishes(bool streaming)
    {
        WriteFolders();
        var name = DataSources.Open(_data.Root).Train[Broken].Place;
        File.WriteAllBytes(_data.Path(name), File.ReadAllBytes(_data.Path(name))[..40]);

        TrainingPlace.Train(Options() with { Loading = streaming ? Streaming : new DataOptions() }, Stages);

        Finished();
        Assert.StartsWith(name + "\t", Assert.Single(File.ReadAllLines(Path.Combine(_place.Out, Note))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_ShardsWithACaptionOfBrokenUtf8_NamesItAndFinishes(bool streaming)
    {
        WriteShard("00000.tar", 0, Pictures / 2);
        WriteShard("00001.tar", Pictures / 2, Pictures);

        TrainingPlace.Train(Options("captions.json") with { Loading = streaming ? Streaming : new DataOptions() }, Stages);

        Finished();
        Assert.Equal($"00000.tar/{Broken:d9}.jpg\tits caption is not UTF-8", Assert.Single(File.ReadAllLines(Path.Combine(_place.Out, Note))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_DataVanishAndComeBack_KeepsTheStateAndGoesOn(bool shards)
    {
        var away = _data.Root + "-away";
        if (shards)
        {
            WriteShard("00000.tar", 0, Pictures);
            _place.WriteRecipe("longer.json", Longer with { Model = RecipeFile.Read(_place.File("captions.json")).Model });
        }
        else
        {
            WriteFolders();
        }

        var options = Options("longer.json") with { Loading = Streaming };
        TrainingPlace.Train(options with { OutPath = _place.File("whole") }, [StageKind.Ia]);
        using (var stop = new StopAt(StageKind.Ia, 4))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(options, [StageKind.Ia], stop, stop.Token));
        }

        var before = TrainingPlace.Results(_place.Out);

        var vanished = new AtStep(StageKind.Ia, 8, () => Directory.Move(_data.Root, away));
        var midway = Assert.Throws<ImageFileException>(() => TrainingPlace.Train(options with { Resume = true }, [StageKind.Ia], vanished));
        var absent = Assert.Throws<ConfigException>(() => TrainingPlace.Train(options with { Resume = true }, [StageKind.Ia]));
        var after = TrainingPlace.Results(_place.Out);
        Directory.Move(away, _data.Root);
        TrainingPlace.Train(options with { Resume = true }, [StageKind.Ia]);

        Assert.Contains("(absent)", midway.Message, StringComparison.Ordinal);
        Assert.Contains(_data.Root, absent.Message, StringComparison.Ordinal);
        Assert.All(before, file => Assert.True(file.Value.AsSpan().SequenceEqual(after[file.Key]), file.Key));
        Assert.Equal(Weights("whole"), Weights("out"));
    }

    private TrainingOptions Options(string recipe = "recipe.json") => _place.Options(recipe) with { DataPath = _data.Root };

    private void Finished()
    {
        var run = new RunFolder(_place.Out);
        Assert.All(Stages, stage => Assert.Equal(4, RunHistory.Read(run.LogPath).Points(RunFolder.Name(stage), "loss")[^1].Step));
        Assert.True(File.Exists(Path.Combine(_place.Out, "samples.safetensors")));
    }

    private byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(_place.File(folder), "encoder.safetensors"));

    private void WriteFolders()
    {
        for (var i = 0; i < Pictures; i++)
        {
            _data.Write($"class{i % SmallRecipe.Classes}/{i:d3}.{(i % 2 == 0 ? "png" : "jpg")}", i, 9 + (i * 7 % 60), 9 + (i * 11 % 50));
        }
    }

    private void WriteShard(string file, int first, int end)
    {
        using var stream = File.Create(_data.Path(file));
        using var writer = new TarWriter(stream, TarEntryFormat.Ustar);
        for (var i = first; i < end; i++)
        {
            Add($"{i:d9}.jpg", ImagePlace.Jpeg(i, 9 + (i * 7 % 60), 9 + (i * 11 % 50)));
            Add($"{i:d9}.txt", i == Broken ? [0x66, 0xC3] : "a caption"u8.ToArray());
        }

        void Add(string name, byte[] content) => writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }
}
