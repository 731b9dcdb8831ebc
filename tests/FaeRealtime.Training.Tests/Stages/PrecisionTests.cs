using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using Xunit.Abstractions;

namespace FaeRealtime.Training.Tests.Stages;

/// <summary>Stages whose networks compute in bfloat16, beside the same in float32.</summary>
public sealed class PrecisionTests(ITestOutputHelper output)
{
    private const int Batch = 4;

    private static readonly StageKind[] Stages = [StageKind.Ia, StageKind.Ib, StageKind.II, StageKind.III];

    // Measured: Ia 0.04 %, Ib 1.6 %, III 0.2 % apart.
    [Fact]
    public void Train_OneBatchInBf16_LossesFallAsInFp32()
    {
        const int Steps = 200;
        const double Apart = 0.05;
        var recipe = SmallRecipe.Of(Steps, Batch, learningRate: 5e-3, flip: false);
        recipe = recipe with { Intervals = recipe.Intervals with { Log = 20, Validate = Steps, SampleGrid = Steps }, Ib = recipe.Ib with { Noise = 0 } };
        using var place = new TrainingPlace(recipe, images: Batch);
        place.WriteRecipe("bf16.json", InBf16(recipe));
        TrainingPlace.Train(place.Options(), Stages);
        TrainingPlace.Train(place.Options("bf16.json", "bf16"), Stages);

        foreach (var stage in Stages.Except([StageKind.II]))
        {
            var (single, half) = (Losses(place.Out, stage), Losses(place.File("bf16"), stage));
            output.WriteLine($"{stage}: {half[0]:g5} to {half[^1]:g5} in bf16, {single[0]:g5} to {single[^1]:g5} in fp32");
            Assert.True(half[^1] < 0.7 * half[0], $"{stage}: {half[0]:g4} fell only to {half[^1]:g4}");
            Assert.True(Math.Abs(half[^1] - single[^1]) < Apart * single[^1], $"{stage}: {half[^1]:g6} in bf16, {single[^1]:g6} in fp32");
            Assert.NotEqual(single[^1], half[^1]);
        }
    }

    [Fact]
    public void Resume_InBf16_EqualsAnUninterruptedRunAndStatesAreFp32()
    {
        var recipe = SmallRecipe.WithDiscriminator(InBf16(SmallRecipe.Of(6)));
        using var place = new TrainingPlace(recipe);
        TrainingPlace.Train(place.Options(), Stages);
        foreach (var stage in Stages)
        {
            using var stop = new StopAt(stage, 3);
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(place.Options(folder: "stopped", resume: true), [stage], stop, stop.Token));
            TrainingPlace.Train(place.Options(folder: "stopped", resume: true), [stage]);
        }

        var (whole, stopped) = (TrainingPlace.Results(place.Out), TrainingPlace.Results(place.File("stopped")));
        Assert.All(stopped.Where(file => file.Key != "samples.safetensors"), file => Assert.True(file.Value.AsSpan().SequenceEqual(whole[file.Key]), file.Key));
        using var state = SafetensorsReader.Open(new RunFolder(place.Out).States(StageKind.Ib).Saved[0]);
        Assert.All(state.Entries, entry => Assert.Equal(TensorDtype.F32, entry.Value.Dtype));
        Assert.Contains(state.ReadSingle("weights.pixelDecoder.proj_in.weight"), value => (BitConverter.SingleToInt32Bits(value) & 0xFFFF) != 0);
    }

    [Fact]
    public void Resume_InTheOtherPrecision_GoesOn()
    {
        using var place = new TrainingPlace(SmallRecipe.Of(4));
        place.WriteRecipe("bf16.json", InBf16(SmallRecipe.Of(8)));
        place.WriteRecipe("fp32.json", SmallRecipe.Of(12));
        TrainingPlace.Train(place.Options(), [StageKind.Ia]);
        TrainingPlace.Train(place.Options("bf16.json", resume: true), [StageKind.Ia]);
        TrainingPlace.Train(place.Options("fp32.json", resume: true), [StageKind.Ia]);

        var losses = RunHistory.Read(Path.Combine(place.Out, "log.jsonl")).Points("ia", "loss");
        Assert.Equal(Enumerable.Range(1, 12), losses.Select(point => point.Step));
        Assert.True(losses[^1].Value < losses[0].Value, $"{losses[0].Value:g4} to {losses[^1].Value:g4}");
    }

    [Fact]
    public void Read_Bf16WhereMeanFlowIsDistilled_Refused()
    {
        var recipe = SmallRecipe.Of(3);
        using var place = new TrainingPlace(recipe);
        place.WriteRecipe("iv.json", recipe with { Iv = recipe.Iv! with { Optimisation = recipe.Iv.Optimisation with { Precision = TrainingPrecision.Bf16 } } });

        Assert.Contains("iv.optimisation.precision", Assert.Throws<ConfigException>(() => RecipeFile.Read(place.File("iv.json"))).Message, StringComparison.Ordinal);
    }

    private static List<double> Losses(string folder, StageKind stage) =>
        [.. RunHistory.Read(Path.Combine(folder, "log.jsonl")).Points(RunFolder.Name(stage), "loss").Select(point => point.Value)];

    private static TrainingRecipe InBf16(TrainingRecipe recipe)
    {
        static OptimisationRecipe Half(OptimisationRecipe optimisation) => optimisation with { Precision = TrainingPrecision.Bf16 };
        return recipe with
        {
            Ia = recipe.Ia with { Optimisation = Half(recipe.Ia.Optimisation) },
            Ib = recipe.Ib with { Optimisation = Half(recipe.Ib.Optimisation) },
            Ii = recipe.Ii with { Optimisation = Half(recipe.Ii.Optimisation) },
            Iii = recipe.Iii with { Optimisation = Half(recipe.Iii.Optimisation) },
        };
    }
}
