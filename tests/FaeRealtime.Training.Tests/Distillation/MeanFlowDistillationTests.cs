using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Distillation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distillation;

public sealed class MeanFlowDistillationTests
{
    private const double Rate = -1.3;

    // Twice one time, an ordinary pair, both ends of time, and a step shorter than the difference.
    private static readonly double[] T = [0.6, 0.7, 1.0, 0.004, 0.5];
    private static readonly double[] R = [0.6, 0.2, 0.0, 0.0, 0.499];

    [Fact]
    public void Target_StudentThatKnowsTheMean_IsItsOwnAnswer()
    {
        using var scope = torch.NewDisposeScope();
        var (x, labels) = (SmallTeacher.Normal(1, 5, 4, 2, 2), torch.zeros([5], dtype: torch.ScalarType.Int64));
        var student = new LinearFlow(Rate);

        var target = Distillation(student).Target(x, T, R, new(labels));

        // At the end of time the difference is one-sided, hence of first order.
        var apart = (student.Average(x, T, R, new(labels)) - target).abs().amax([1L, 2L, 3L]).data<float>().ToArray();
        Assert.All(apart.Index().Where(row => T[row.Index] < 1), row => Assert.True(row.Item < 2e-3, $"row {row.Index}: {row.Item}"));
        Assert.All(apart, row => Assert.True(row < 2e-2, $"{row}"));
    }

    [Fact]
    public void Target_StudentThatOnlyKnowsTheMoment_IsCorrectedByTheSlopeAlongTheFlow()
    {
        using var scope = torch.NewDisposeScope();
        var (x, labels) = (SmallTeacher.Normal(1, 5, 4, 2, 2), torch.zeros([5], dtype: torch.ScalarType.Int64));

        var target = Distillation(new LinearFlow(Rate, instantaneous: true)).Target(x, T, R, new(labels));

        // u = a·x, so du/dt along (v, 1) is a·v = a²·x.
        var expected = x * RowColumn.Of(x, T.Zip(R, (t, r) => Rate - ((t - r) * Rate * Rate)));
        Assert.True(SmallTeacher.Apart(expected, target) < 2e-3);
        Assert.False(target.requires_grad);
    }

    [Fact]
    public void Loss_AnyBatch_IsAdaptivelyWeightedAndItsErrorTheMeanSquare()
    {
        using var scope = torch.NewDisposeScope();
        var (data, noise, labels) = (SmallTeacher.Normal(1, 5, 4, 2, 2), SmallTeacher.Normal(2, 5, 4, 2, 2), torch.zeros([5], dtype: torch.ScalarType.Int64));
        var distillation = Distillation(new LinearFlow(Rate, instantaneous: true));

        var (loss, error) = distillation.Loss(data, noise, T, R, new(labels));

        var t = RowColumn.Of(data, T);
        var x = (data * (1 - t)) + (noise * t);
        var squared = ((x * Rate) - distillation.Target(x, T, R, new(labels))).square();
        var sums = squared.sum([1L, 2L, 3L]);
        Assert.Equal((sums / (sums + 1e-3)).mean().ToDouble(), loss.ToDouble(), 5);
        Assert.Equal(squared.mean().ToDouble(), error.ToDouble(), 5);
    }

    [Fact]
    public void Velocity_GuidedTeacher_IsTheSamplersAtEveryTime()
    {
        using var scope = torch.NewDisposeScope();
        using var network = SmallTeacher.Create(SmallTeacher.Config with { Time = TimeDirection.DataAtOne });
        double[] times = [0.1, 0.65, 0.8, 0.95];
        long[] labels = [0, 3, 1, 2];
        var x = SmallTeacher.Normal(3, 4, 4, 2, 2);

        foreach (var channels in new int?[] { null, 3 })
        {
            var sampling = SmallTeacher.Sampling with { GuidedChannels = channels };
            var velocity = new GuidedTeacher(new NetworkVelocity(network), sampling, SmallTeacher.Config.Classes).Velocity(x, times, new(torch.tensor(labels)));

            var field = new FaeRealtime.Models.Generators.GeneratorField(network, channels);
            double[] scales = [2.5, 2.5, 1, 0.8];
            for (var row = 0; row < times.Length; row++)
            {
                var condition = labels[row] == 3 ? ClassCondition.None : ClassCondition.Of((int)labels[row]);
                Assert.True(SmallTeacher.Apart(field.Velocity(x.narrow(0, row, 1), times[row], 0, condition, scales[row]), velocity.narrow(0, row, 1)) < 1e-5, $"row {row}");
            }
        }
    }

    private static MeanFlowDistillation Distillation(LinearFlow student) =>
        new(student, new GuidedTeacher(new LinearFlow(Rate, instantaneous: true), new SamplingConfig(), 3), PathKind.Linear, 5e-3);
}
