using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models;
using FaeRealtime.Training.Adaptation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Adaptation;

public sealed class ModelAdaptationTests : IDisposable
{
    private const int Steps = 6;

    private readonly TrainingPlace _place = new(SmallRecipe.Of(4));

    public ModelAdaptationTests()
    {
        TrainingPlace.Train(_place.Options());
        Directory.CreateDirectory(Mine);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_place.Data, "images")).Order(StringComparer.Ordinal).Take(6))
        {
            File.Copy(file, Path.Combine(Mine, Path.GetFileName(file)));
        }
    }

    private string Mine => _place.File("my cat");

    private string Adapted => _place.File("adapted");

    [Fact]
    public void Train_OnAFewPictures_LeavesAModelOfThemAndTheFirstAsItWas()
    {
        var model = ModelFolder.Open(_place.Out);
        var before = model.Hash;

        Adapt();

        Assert.Equal(before, model.Hash);
        var adapted = ModelFolder.Open(Adapted);
        Assert.Equal(("my cat", 1), (adapted.Config.Name, adapted.Config.Generator.Classes));
        foreach (var same in (string[])[ModelFolder.EncoderFile, ModelFolder.FeatureDecoderFile])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(model.Path, same)), File.ReadAllBytes(Path.Combine(Adapted, same)));
        }

        Assert.NotEqual(File.ReadAllBytes(Path.Combine(model.Path, ModelFolder.PixelDecoderFile)), File.ReadAllBytes(Path.Combine(Adapted, ModelFolder.PixelDecoderFile)));
        var readme = File.ReadAllText(Path.Combine(Adapted, "README.md"));
        Assert.Contains($"model 'small' ({model.ShortHash})", readme, StringComparison.Ordinal);
        using var loaded = FaeModel.Load(adapted, torch.CPU, ModelParts.All);
        Assert.True(File.Exists(adapted.FewStepPath));
    }

    [Fact]
    public void Train_StoppedAndResumed_EndsAtTheSameModel()
    {
        Adapt();
        var options = Options(_place.File("stopped"));
        using (var stop = new StopAt(StageKind.III, Steps / 2))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(options, Stages, stop, stop.Token));
        }

        TrainingPlace.Train(options with { Resume = true }, Stages);
        Assert.Equal(TrainingPlace.Results(Adapted), TrainingPlace.Results(_place.File("stopped")));
    }

    [Fact]
    public void Prepare_ModelWithoutGenerator_Refused()
    {
        File.Delete(Path.Combine(_place.Out, ModelFolder.GeneratorFile));
        Assert.Contains(ModelFolder.GeneratorFile, Refusal(Adapted), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Adapted));
    }

    [Fact]
    public void Prepare_IntoTheModelItself_Refused()
    {
        Assert.Contains("the model itself", Refusal(_place.Out + Path.DirectorySeparatorChar), StringComparison.Ordinal);
        Assert.Equal("small", ModelFolder.Open(_place.Out).Config.Name);
    }

    [Fact]
    public void Prepare_NoPictures_Refused()
    {
        Directory.Delete(Mine, recursive: true);
        Assert.Contains("does not exist", Refusal(Adapted), StringComparison.Ordinal);
    }

    /// <summary>Pictures of others are in there: two that are spoiled are left out and counted.</summary>
    [Fact]
    public void Train_SpoiledPictures_AreCountedAndLeftOut()
    {
        File.WriteAllText(Path.Combine(Mine, "00 spoiled.png"), "no picture");
        File.WriteAllText(Path.Combine(Mine, "notes.docx"), "no picture");
        var counted = new List<Data.Accounts.DatasetAccount>();
        TrainingPlace.Train(Options(Adapted) with { Accounted = counted.Add }, Stages);
        var account = Assert.Single(counted);
        Assert.Equal(account.Found, account.Used + account.HeldOut + account.Ignored.Sum(one => one.Count));
        Assert.True(File.Exists(ModelFolder.Open(Adapted).GeneratorPath));
    }

    [Fact]
    public void Recipe_ModelWithoutStudentOrClasses_LeavesThemOut()
    {
        var model = SmallRecipe.Model with { FewStep = null, Generator = SmallRecipe.Model.Generator with { Classes = 0 } };
        var recipe = ModelAdaptation.Recipe(model, "x", classes: 1, steps: 1);
        Assert.Null(recipe.Iv);
        Assert.Equal(0, recipe.Model.Generator.Classes);
        Assert.Equal([StageKind.II, StageKind.III], ModelAdaptation.Stages(model));
    }

    public void Dispose() => _place.Dispose();

    private static IReadOnlyList<StageKind> Stages => ModelAdaptation.Stages(SmallRecipe.Model);

    private void Adapt() => TrainingPlace.Train(Options(Adapted), Stages);

    private string Refusal(string outPath) => Assert.Throws<ConfigException>(() => ModelAdaptation.Prepare(ModelFolder.Open(_place.Out), Mine, outPath, Steps)).Message;

    private TrainingOptions Options(string outPath)
    {
        var model = ModelFolder.Open(_place.Out);
        var path = ModelAdaptation.Prepare(model, Mine, outPath, Steps);
        var recipe = RecipeFile.Read(path);

        // The perceptual net is not at hand, and the networks are tiny.
        RecipeFile.Write(path, recipe with
        {
            Samples = 3,
            Intervals = recipe.Intervals with { Log = 1 },
            Ii = recipe.Ii with { PerceptualWeight = 0, Optimisation = recipe.Ii.Optimisation with { Batch = 3 } },
            Iv = recipe.Iv! with { Optimisation = recipe.Iv.Optimisation with { Batch = 3 }, Trajectories = recipe.Iv.Trajectories with { Count = 4 }, ReferenceSteps = 4, ReferenceImages = 2 },
        });
        return new TrainingOptions(path, Mine, outPath) { RandomEncoderSeed = TrainingPlace.EncoderSeed, InitialGeneratorPath = model.GeneratorPath, Caption = "my cat", Loading = new Data.Loading.DataOptions { AllowLoss = true } };
    }
}
