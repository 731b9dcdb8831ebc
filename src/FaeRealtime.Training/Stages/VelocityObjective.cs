using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Flow matching, on the generator's path and in its direction of time; the shift is the same in training as in sampling.</summary>
internal sealed class VelocityObjective : IGeneratorObjective
{
    private const int ValidationTimes = 8;

    // Pictures at once.
    private const int ValidationBatch = 256;

    private readonly VelocityGenerator _generator;
    private readonly VelocityGenerator _averaged;
    private readonly FlowLoss _flow;
    private readonly FlowTimes _times;
    private readonly TimestepShift _shift;
    private readonly (double Lowest, double Highest) _span;

    /// <param name="generator">What is trained. Borrowed.</param>
    /// <param name="averaged">What is validated. Borrowed.</param>
    /// <param name="recipe">How.</param>
    public VelocityObjective(VelocityGenerator generator, VelocityGenerator averaged, TrainingRecipe recipe)
    {
        (_generator, _averaged) = (generator, averaged);
        var config = generator.GeneratorConfig;
        var objective = new FlowObjective(config.Path, config.Prediction, recipe.Iii.Weight, config.Time);
        (_span, _flow, _shift) = (objective.Times, new FlowLoss(objective, recipe.Iii.CosineWeight), new TimestepShift(recipe.Model.Sampling.Shift));
        _times = new FlowTimes(recipe.Iii.Time, _shift, _span);
    }

    /// <inheritdoc/>
    public string Metric => "flow";

    /// <inheritdoc/>
    public StepLosses Losses(torch.Tensor z, GeneratorInputs inputs, StepRandom random)
    {
        var t = _times.Draw(random.Uniform(RandomPurpose.FlowTime, (int)z.size(0), each: 2));
        var loss = _flow.Mean(_generator, z, random.Normal(RandomPurpose.FlowNoise, z.shape), t, inputs);
        return new StepLosses(loss, [("meanTime", torch.tensor((float)t.Average(), device: z.device))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double Value)> Validate(torch.Tensor z, GeneratorInputs inputs, StepRandom random)
    {
        var (noise, count, total) = (random.Normal(RandomPurpose.Validation, z.shape), z.size(0), 0.0);
        for (var i = 0; i < ValidationTimes; i++)
        {
            var t = _span.Lowest + ((_span.Highest - _span.Lowest) * _shift.Apply((i + 0.5) / ValidationTimes));
            for (var start = 0L; start < count; start += ValidationBatch)
            {
                using var scope = torch.NewDisposeScope();
                var length = Math.Min(ValidationBatch, count - start);
                var times = Enumerable.Repeat(t, (int)length).ToArray();
                total += _flow.Mean(_averaged, z.narrow(0, start, length), noise.narrow(0, start, length), times, inputs.Rows(start, length)).ToDouble() * length;
            }
        }

        return [("flow", total / ValidationTimes / count)];
    }
}
