using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

public sealed class RefusalTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(2));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Train_EncoderNotGiven_NamesPropertyAndNetwork()
    {
        var failure = Refused<ConfigException>(_place.Options() with { RandomEncoderSeed = null }, StageKind.Ia);

        Assert.Equal(nameof(TrainingOptions.EncoderPath), failure.Subject);
        Assert.Contains("small-vit", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Out));
    }

    [Fact]
    public void Train_EncoderAbsent_NamesTheFile()
    {
        var absent = _place.File("vit.safetensors");

        var failure = Refused<ConfigException>(_place.Options() with { RandomEncoderSeed = null, EncoderPath = absent }, StageKind.Ia);

        Assert.Contains(absent, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Out));
    }

    [Theory]
    [InlineData(StageKind.Ib)]
    [InlineData(StageKind.II)]
    public void Train_PerceptualAbsent_NamesTheFile(StageKind stage)
    {
        var recipe = _place.Recipe with { Ib = _place.Recipe.Ib with { PerceptualWeight = 0.1 }, Ii = _place.Recipe.Ii with { PerceptualWeight = 0.1 } };
        _place.WriteRecipe("perceptual.json", recipe);
        var absent = _place.File("squeezenet.safetensors");

        var notGiven = Refused<ConfigException>(_place.Options("perceptual.json"), stage);
        var failure = Refused<ConfigException>(_place.Options("perceptual.json") with { PerceptualPath = absent }, stage);

        Assert.Equal(nameof(TrainingOptions.PerceptualPath), notGiven.Subject);
        Assert.Contains(absent, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Out));
    }

    [Fact]
    public void Train_FolderThatCannotBeWritten_NamesFolderAndRemedy()
    {
        // Tests may run as root, whom permissions do not stop: no file can be opened where a folder has its name.
        Directory.CreateDirectory(new RunFolder(_place.Out).LockPath);

        var failure = Refused<ConfigException>(_place.Options(), StageKind.Ia);

        Assert.Contains($"'{_place.Out}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("another folder", failure.Message, StringComparison.Ordinal);
        Assert.Equal([_place.Out + "/state"], Directory.GetFileSystemEntries(_place.Out));
    }

    [Fact]
    public void Train_StateWithoutResume_IsRefusedAndUntouched()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        var before = Snapshot();

        var failure = Refused<ConfigException>(_place.Options(), StageKind.Ia);

        Assert.Equal(nameof(TrainingOptions.Resume), failure.Subject);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Train_OtherModel_IsRefusedAndUntouched()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        var before = Snapshot();
        var other = _place.Recipe.Model with { FeatureDecoder = _place.Recipe.Model.FeatureDecoder with { Depth = 2 } };
        _place.WriteRecipe("other.json", _place.Recipe with { Model = other });

        var failure = Refused<ConfigException>(_place.Options("other.json", resume: true), StageKind.Ia);

        Assert.Contains("config.json", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    public static TheoryData<string, string> OtherSequences => new() { { "seed", "seed 7" }, { "batch", "batch 4" }, { "steps", "2 steps" } };

    [Theory]
    [MemberData(nameof(OtherSequences))]
    public void Train_ResumedAsAnotherSequence_IsRefusedAndUntouched(string what, string mentions)
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        var before = Snapshot();
        var other = what == "seed" ? SmallRecipe.Of(4) with { Seed = 8 } : what == "batch" ? SmallRecipe.Of(4, batch: 2) : SmallRecipe.Of(1);
        _place.WriteRecipe("other.json", other);

        var failure = Refused<ConfigException>(_place.Options("other.json", resume: true), StageKind.Ia);

        Assert.Contains(mentions, failure.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was overwritten", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Train_FinishedRunResumed_WritesNothing()
    {
        TrainingPlace.Train(_place.Options());
        var before = Snapshot();
        var written = Directory.EnumerateFiles(_place.Out, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        _place.WriteRecipe("other.json", _place.Recipe with { Ia = _place.Recipe.Ia with { Beta = 0.3 }, Samples = 3 });

        TrainingPlace.Train(_place.Options("other.json", resume: true));
        TrainingPlace.Train(_place.Options(resume: true));

        Assert.Equal(before, Snapshot());
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    // Stage Ia was trained with another β than the recipe has by now: what it was trained with stays on record.
    [Fact]
    public void Train_LaterStageWithAnotherRecipe_KeepsTheEarlierStagesRecord()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        _place.WriteRecipe("other.json", _place.Recipe with { Ia = _place.Recipe.Ia with { Beta = 0.3 }, Ib = _place.Recipe.Ib with { Noise = 0.1 } });

        TrainingPlace.Train(_place.Options("other.json"), [StageKind.Ib]);

        var recorded = RecipeFile.Read(new RunFolder(_place.Out).RecipePath);
        Assert.Equal((_place.Recipe.Ia.Beta, 0.1), (recorded.Ia.Beta, recorded.Ib.Noise));
    }

    [Fact]
    public void Train_EncoderThatDoesNotFit_LeavesNothingBehind()
    {
        var file = _place.File("encoder.safetensors");
        File.WriteAllText(file, "no weights");

        Refused<CheckpointException>(_place.Options() with { RandomEncoderSeed = null, EncoderPath = file }, StageKind.Ia);

        Assert.False(Directory.Exists(_place.Out));
    }

    [Fact]
    public void Train_FolderInUse_NamesTheOtherAndLeavesAllAsItWas()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        using var held = RunLock.Take(new RunFolder(_place.Out), [StageKind.II], TimeProvider.System);
        var before = Snapshot();

        foreach (var stages in (StageKind[][])[[StageKind.Ia], [StageKind.Ib], [StageKind.III], [.. TrainingRun.AllStages]])
        {
            var failure = Assert.Throws<ConfigException>(() => TrainingPlace.Train(_place.Options(resume: true), stages));
            Assert.Contains($"process {Environment.ProcessId} ", failure.Message, StringComparison.Ordinal);
            Assert.Contains("stage ii, since 20", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void RunLock_IaAndIb_MayBeHeldByTwo()
    {
        var folder = new RunFolder(_place.Out);
        using var ia = RunLock.Take(folder, [StageKind.Ia], TimeProvider.System);
        using (RunLock.Take(folder, [StageKind.Ib], TimeProvider.System))
        {
            Assert.Throws<ConfigException>(() => RunLock.Take(folder, [StageKind.Ia], TimeProvider.System));
            Assert.Throws<ConfigException>(() => RunLock.Take(folder, [], TimeProvider.System));
        }

        RunLock.Take(folder, [StageKind.Ib], TimeProvider.System).Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void Train_TruncatedState_IsACheckpointFailureThatNamesIt(int length)
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        var state = new RunFolder(_place.Out).States(StageKind.Ia).Saved[0];
        var whole = File.ReadAllBytes(state);
        File.WriteAllBytes(state, length < 0 ? whole[..^1] : whole[..length]);

        var failure = Refused<CheckpointException>(_place.Options(resume: true), StageKind.Ia);

        Assert.Contains(state, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StageKind.II, "ia")]
    [InlineData(StageKind.III, "ia")]
    [InlineData(StageKind.IV, "ia")]
    public void Train_EarlierStageMissing_NamesIt(StageKind stage, string earlier) =>
        Assert.Contains($"stage {earlier} writes", Refused<ConfigException>(_place.Options(), stage).Message + Left(), StringComparison.Ordinal);

    [Fact]
    public void Train_StageIIWithoutIb_NamesIt()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);

        Assert.Contains("stage ib writes", Refused<ConfigException>(_place.Options(), StageKind.II).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_StageIVWithoutGenerator_NamesIii()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);

        Assert.Contains("stage iii writes", Refused<ConfigException>(_place.Options(), StageKind.IV).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_StageIVThatTheRecipeLacks_SaysSo()
    {
        _place.WriteRecipe("without.json", _place.Recipe with { Iv = null });

        Assert.Contains("'iv'", Refused<ConfigException>(_place.Options("without.json"), StageKind.IV).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OtherNumberOfClasses_NamesBoth()
    {
        var recipe = _place.Recipe with { Model = _place.Recipe.Model with { Generator = _place.Recipe.Model.Generator with { Classes = 5 } } };
        _place.WriteRecipe("classes.json", recipe);

        var failure = Refused<ConfigException>(_place.Options("classes.json"), StageKind.Ia);

        Assert.Contains("5", failure.Message, StringComparison.Ordinal);
        Assert.Contains("3", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Out));
    }

    [Fact]
    public void Train_CorruptPictures_AreCountedAndNamed()
    {
        File.WriteAllText(Path.Combine(_place.Data, "images", "01.png"), "no picture");
        File.Delete(Path.Combine(_place.Data, "images", "04.png"));

        var failure = Refused<ImageFileException>(_place.Options(), StageKind.Ia);

        Assert.Contains("2 of 9 pictures", failure.Message, StringComparison.Ordinal);
        Assert.Contains("01.png", failure.Message, StringComparison.Ordinal);
        Assert.Contains("04.png (absent)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_FolderWithoutManifest_SaysHowToMakeIt() =>
        Assert.Contains("manifest.json", Refused<ConfigException>(_place.Options() with { DataPath = _place.File("nothing") }, StageKind.Ia).Message, StringComparison.Ordinal);

    private static T Refused<T>(TrainingOptions options, StageKind stage)
        where T : Exception => Assert.Throws<T>(() => TrainingPlace.Train(options, [stage]));

    private string Left() => Directory.Exists(_place.Out) ? throw new InvalidOperationException("The refused run left its folder behind.") : string.Empty;

    private Dictionary<string, byte[]> Snapshot() => Directory.EnumerateFiles(_place.Out, "*", SearchOption.AllDirectories).ToDictionary(file => file, Content);

    // A held lock cannot be opened.
    private static byte[] Content(string file) => Path.GetFileName(file).StartsWith(".lock-", StringComparison.Ordinal) ? [] : File.ReadAllBytes(file);
}
