using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Testing;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Recipes;

public sealed class RecipeFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fae-recipe-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_LinkToADevice_Refused()
    {
        File.CreateSymbolicLink(_path, "/dev/zero");

        Assert.Contains("a device", Assert.Throws<ConfigException>(() => RecipeFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emoji.json")]
    [InlineData("micro.json")]
    public void Read_RecipeOfTheRepository_IsSound(string name) =>
        Assert.StartsWith("emoji-", RecipeFile.Read(Path.Combine(Repository.Root, "content", "recipes", name)).Model.Name, StringComparison.Ordinal);

    [Theory]
    [InlineData("micro")]
    [InlineData("emoji")]
    [InlineData("faces")]
    [InlineData("faces-pooled")]
    [InlineData("faces-flow")]
    [InlineData("small")]
    [InlineData("paper")]
    public void Read_ShippedRecipe_IsSound(string name) => Assert.NotNull(RecipeFile.Read(Shipped(name)));

    [Theory]
    [InlineData("small", "small")]
    [InlineData("paper", "paper-xl")]
    public void Read_ShippedRecipe_HasTheModelOfTheArchitecture(string name, string architecture) => Assert.Equal(
        StrictJson.ToText(ArchitectureCatalogue.Model(architecture).Config, FaeJsonContext.Default.ModelConfig),
        StrictJson.ToText(RecipeFile.Read(Shipped(name)).Model, FaeJsonContext.Default.ModelConfig));

    [Fact]
    public void Write_ThenRead_IsTheSameText()
    {
        RecipeFile.Write(_path, SmallRecipe.Of(3));
        var text = File.ReadAllText(_path);

        RecipeFile.Write(_path, RecipeFile.Read(_path));

        Assert.Equal(text, File.ReadAllText(_path));
    }

    [Fact]
    public void Read_UnknownMember_NamesFileAndMember()
    {
        RecipeFile.Write(_path, SmallRecipe.Of(3));
        File.WriteAllText(_path, File.ReadAllText(_path).Replace("\"beta\"", "\"betta\"", StringComparison.Ordinal));

        var failure = Assert.Throws<ConfigException>(() => RecipeFile.Read(_path));

        Assert.Contains(_path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("betta", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralWrongValues_NamesAll()
    {
        var good = SmallRecipe.Of(3);
        RecipeFile.Write(_path, good with { Ia = good.Ia with { Beta = -1 }, Iii = good.Iii with { CosineWeight = -1 }, Intervals = good.Intervals with { Log = 0 }, Ib = good.Ib with { Optimisation = good.Ib.Optimisation with { EmaDecay = 1 } } });

        var failure = Assert.Throws<ConfigException>(() => RecipeFile.Read(_path));

        foreach (var name in new[] { "ia.beta", "iii.cosineWeight", "cadence.log", "ib.optimisation.emaDecay" })
        {
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_WrongFewStep_NamesAll()
    {
        var good = SmallRecipe.Of(3);
        var wrong = good.Iv! with { RegressionShare = 2, Trajectories = good.Iv.Trajectories with { Solver = SolverKind.Dopri5, Steps = 6, Kept = 4, Plans = [3] } };
        RecipeFile.Write(_path, good with { Iv = wrong, Model = good.Model with { FewStep = null } });

        var failure = Assert.Throws<ConfigException>(() => RecipeFile.Read(_path));

        foreach (var name in new[] { "model.fewStep", "iv.regressionShare", "iv.trajectories.solver", "iv.trajectories.steps is 6", "iv.trajectories.plans is 3" })
        {
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_WrongDistribution_NamesAll()
    {
        var good = SmallRecipe.Of(3);
        var wrong = new DistributionRecipe { Weight = 0, Regression = -1, From = 3, Features = [DistributionFeature.Pooled, DistributionFeature.Pooled], Steps = [9] };
        RecipeFile.Write(_path, good with { Iv = good.Iv! with { Distribution = wrong, Optimisation = good.Iv.Optimisation with { PartSize = 1 } } });

        var failure = Assert.Throws<ConfigException>(() => RecipeFile.Read(_path));

        foreach (var name in new[] { "weight is 0", "regression is -1", "from is 3", "features is 2", "steps is 9", "in parts is 1" })
        {
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void Read_Bfloat16WithADistribution_IsRefusedOnlyWhereMeanFlowIsTrained(int from, bool allowed)
    {
        var good = SmallRecipe.Of(3);
        var iv = good.Iv! with { RegressionShare = 0.34, Distribution = new DistributionRecipe { From = from }, Optimisation = good.Iv.Optimisation with { Precision = TrainingPrecision.Bf16 } };
        RecipeFile.Write(_path, good with { Iv = iv });

        if (allowed)
        {
            Assert.Equal(from, RecipeFile.Read(_path).Iv!.Distribution!.From);
        }
        else
        {
            Assert.Contains("MeanFlow", Assert.Throws<ConfigException>(() => RecipeFile.Read(_path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToText_Schema_EqualsTheStoredFile()
    {
        var stored = Path.Combine(Repository.Root, "content", "schema", "recipe.schema.json");
        var actual = JsonSchemaText.ToText(RecipeJsonContext.Default.TrainingRecipe, "FaeRealtime training recipe", SchemaDescriptions.Of(RecipeJsonContext.Default.TrainingRecipe));

        // To accept a change of the records or their summaries: FAE_WRITE_SCHEMA=1.
        SchemaDescriptions.Accept(stored, actual);

        Assert.Equal(File.ReadAllText(stored), actual);
    }

    [Fact]
    public void Apply_Steps_ReplacesThemEverywhereAndShortensTheWarmup()
    {
        var recipe = new RecipeOverrides(20, 99).Apply(SmallRecipe.Of(1000));

        Assert.Equal(99ul, recipe.Seed);
        foreach (var optimisation in new[] { recipe.Ia.Optimisation, recipe.Ib.Optimisation, recipe.Ii.Optimisation, recipe.Iii.Optimisation })
        {
            Assert.Equal((20, 2), (optimisation.Steps, optimisation.Warmup));
        }
    }

    [Fact]
    public void Apply_FewerStepsThanADistributionBeginsAt_LeavesItHalfOfThem()
    {
        var recipe = SmallRecipe.Of(1000);

        var shortened = new RecipeOverrides(20).Apply(recipe with { Iv = recipe.Iv! with { Distribution = new DistributionRecipe { From = 500 } } });

        Assert.Equal(10, shortened.Iv!.Distribution!.From);
        RecipeFile.Write(_path, shortened);
        Assert.Equal(10, RecipeFile.Read(_path).Iv!.Distribution!.From);
    }

    private static string Shipped(string name) => Path.Combine(Repository.Root, "content", "recipes", $"{name}.json");
}
