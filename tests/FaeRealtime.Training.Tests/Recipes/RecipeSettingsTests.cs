using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Recipes;

public sealed class RecipeSettingsTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(2));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Read_MembersOfEveryKind_AreSet()
    {
        var recipe = Read("iii.optimisation.steps=7", "ia.beta=0.5", "flip=false", "storage=f32", "ia.blockWeights=1,0.25", "iv.trajectories.plans=[1,2]", "ib.optimisation.clipNorm=null", "model.name=two words", "ii.adversary.patch.groups=8", "ii.adversary.patch.widths=[8,8]");

        Assert.Equal((7, 0.5, false), (recipe.Iii.Optimisation.Steps, recipe.Ia.Beta, recipe.Flip));
        Assert.Equal("F32", recipe.Storage.ToString());
        Assert.Equal([1, 0.25], recipe.Ia.BlockWeights);
        Assert.Equal([1, 2], recipe.Iv!.Trajectories.Plans);
        Assert.Null(recipe.Ib.Optimisation.ClipNorm);
        Assert.Equal("two words", recipe.Model.Name);
        Assert.Equal(8, recipe.Ii.Discriminator!.Patch!.Groups);
        Assert.Null(recipe.Ib.Discriminator);
    }

    [Theory]
    [InlineData("iii.optimisation.step=7", "nearest is 'iii.optimisation.steps'")]
    [InlineData("learningRate=1", "no 'learningRate'")]
    [InlineData("iii.optimisation.steps.more=7", "no 'iii.optimisation.steps.more'")]
    [InlineData("iii.optimisation.steps=many", "give a whole number.")]
    [InlineData("iii.optimisation.steps=1.5", "give a whole number.")]
    [InlineData("iii.optimisation.steps=99999999999", "give a whole number.")]
    [InlineData("iii.optimisation.clipNorm=big", "give a number, or null")]
    [InlineData("flip=1", "give true or false")]
    [InlineData("iii.time=normal", "give one of uniform, logitNormal")]
    [InlineData("iii.time=0", "give one of uniform, logitNormal")]
    [InlineData("ia.blockWeights=a,b", "a list of numbers")]
    [InlineData("iii.optimisation=3", "iii.optimisation.steps")]
    [InlineData("seed=null", "give a whole number.")]
    [InlineData("flip", "give PATH=VALUE")]
    [InlineData("iii.optimisation.learningRate=-1", "iii.optimisation.learningRate")]
    [InlineData("model.fewStep=null", "model.fewStep")]
    public void Read_WrongSetting_SaysWhatIsAllowed(string setting, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => Read(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_SettingBesideSteps_WinsOverThem()
    {
        var recipe = RecipeFile.Read(_place.File("recipe.json"), new RecipeOverrides(Steps: 20, Settings: ["iii.optimisation.steps=30"]));

        Assert.Equal((20, 30), (recipe.Ia.Optimisation.Steps, recipe.Iii.Optimisation.Steps));
    }

    [Fact]
    public void Train_Settings_AreInTheRunsRecipeAndBindTheNextStart()
    {
        TrainingPlace.Train(Set("seed=5", "ia.beta=0.3"), [StageKind.Ia]);
        var before = Directory.EnumerateFiles(_place.Out, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);

        var stored = RecipeFile.Read(new RunFolder(_place.Out).RecipePath);
        var other = Assert.Throws<ConfigException>(() => TrainingPlace.Train(Set("seed=6") with { Resume = true }, [StageKind.Ia]));
        Assert.Throws<ConfigException>(() => TrainingPlace.Train(Set("ia.betta=1") with { Resume = true }, [StageKind.Ia]));
        Assert.Throws<ConfigException>(() => TrainingPlace.Train(Set("model.generator.width=64", "seed=5") with { Resume = true }, [StageKind.Ia]));

        Assert.Equal((5ul, 0.3), (stored.Seed, stored.Ia.Beta));
        Assert.Contains("seed", other.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFiles(_place.Out, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes));
    }

    [Fact]
    public void Train_AutoencoderLargerThanItsViT_IsWarnedOf()
    {
        List<string> warnings = [];
        TrainingPlace.Train(_place.Options() with { Warned = warnings.Add }, [StageKind.Ib]);
        Assert.Empty(warnings);

        TrainingPlace.Train(Set("model.autoencoder.heads=24", "model.autoencoder.headWidth=256") with { OutPath = _place.File("large"), Warned = warnings.Add }, [StageKind.Ib]);

        var warning = Assert.Single(warnings);
        Assert.Contains("model.autoencoder.heads × headWidth = 24 × 256 = 6144 over features of 32", warning, StringComparison.Ordinal);
        Assert.Matches(@"has [\d,]+ parameters, the frozen encoder small-vit before it [\d,]+:", warning);
    }

    [Fact]
    public void Train_ResumedWhereNothingIs_IsWarnedOf()
    {
        List<string> warnings = [];
        var options = _place.Options() with { Resume = true, OutPath = _place.File("mistyped"), Warned = warnings.Add };
        TrainingPlace.Train(options, [StageKind.Ia]);
        Assert.Contains("no state to resume from; stage Ia begins anew", Assert.Single(warnings), StringComparison.Ordinal);

        TrainingPlace.Train(options, [StageKind.Ia]);
        Assert.Single(warnings);
    }

    [Fact]
    public void Draft_ArchitectureAndData_IsACompleteRecipeWithTheirClasses()
    {
        var draft = RecipeFile.Draft(SmallRecipe.Model with { FewStep = null, Encoder = SmallRecipe.Model.Encoder with { Sha256 = "0" } }, _place.File("recipe.json"), _place.Data);
        File.WriteAllText(_place.File("new.json"), draft.Text);

        var recipe = RecipeFile.Read(_place.File("new.json"));

        Assert.Equal(["class 0", "class 1", "class 2"], draft.Classes);
        Assert.Equal((3, null, "data"), (recipe.Model.Generator.Classes, recipe.Model.Encoder.Sha256, recipe.Model.Name));
        Assert.Null(recipe.Iv);
        Assert.Equal(draft.Text, StrictJson.ToText(recipe, RecipeJsonContext.Default.TrainingRecipe));
    }

    private TrainingRecipe Read(params string[] settings) => RecipeFile.Read(_place.File("recipe.json"), new RecipeOverrides(Settings: settings));

    private TrainingOptions Set(params string[] settings) => _place.Options() with { Overrides = new RecipeOverrides(Settings: settings) };
}
