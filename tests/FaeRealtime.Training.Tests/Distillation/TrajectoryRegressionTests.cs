using FaeRealtime.Models.Generators;
using FaeRealtime.Training.Distillation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distillation;

public sealed class TrajectoryRegressionTests
{
    private const double Rate = -1.5;
    private const int Rows = 32;

    [Fact]
    public void Loss_StudentThatKnowsTheMean_IsZero()
    {
        using var scope = torch.NewDisposeScope();
        var (from, labels) = (SmallTeacher.Normal(1, 2, 4, 2, 2), torch.zeros([2], dtype: torch.ScalarType.Int64));
        double[] t = [1, 0.7], r = [0, 0.25];

        Assert.True(TrajectoryRegression.Loss(new LinearFlow(Rate), from, Moved(from, t, r), t, r, new(labels)).ToDouble() < 1e-10);
        Assert.True(TrajectoryRegression.Loss(new LinearFlow(Rate, instantaneous: true), from, Moved(from, t, r), t, r, new(labels)).ToDouble() > 1e-2);
    }

    // The flow is known in closed form, so a student can be held against the truth on latents that it never saw.
    [Fact]
    public void Loss_TrainedOn_StudentLearnsTheMeanVelocity()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new LightningDiT(SmallTeacher.Config, SmallTeacher.Latent, targetTime: true);
        network.Initialise(2);
        using var adam = torch.optim.Adam(network.parameters(), 5e-3);
        var student = new NetworkVelocity(network);
        for (var step = 0; step < 400; step++)
        {
            using var inner = torch.NewDisposeScope();
            adam.ParamGroups.First().LearningRate = 5e-3 * (1 - (step / 400.0));
            var (x, t, r, labels) = Batch((ulong)(100 + step));
            var loss = TrajectoryRegression.Loss(student, x, Moved(x, t, r), t, r, new(labels));
            adam.zero_grad();
            loss.backward();
            adam.step();
        }

        using var guard = torch.no_grad();
        var (start, _, _, classes) = Batch(9);
        double[] noise = [.. Enumerable.Repeat(1.0, Rows)], data = [.. Enumerable.Repeat(0.0, Rows)];
        var truth = Moved(start, noise, data);
        var jump = start - student.Average(start, noise, data, new(classes));
        var euler = start - (start * Rate);
        var (error, plain) = ((jump - truth).square().mean().ToDouble(), (euler - truth).square().mean().ToDouble());
        Assert.True(error < 0.05 * plain, $"one step of the student misses by {error:g3}, of Euler by {plain:g3}");
    }

    private static (torch.Tensor X, double[] T, double[] R, torch.Tensor Labels) Batch(ulong seed)
    {
        var uniforms = new double[2 * Rows];
        FaeRealtime.Core.Noise.PhiloxNoise.FillUniform(seed, 1, 0, uniforms);
        double[] t = [.. Enumerable.Range(0, Rows).Select(i => i % 4 == 0 ? 1 : 0.1 + (0.9 * uniforms[2 * i]))];
        double[] r = [.. Enumerable.Range(0, Rows).Select(i => i % 4 == 0 ? 0 : (t[i] - 0.05) * uniforms[(2 * i) + 1])];
        return (SmallTeacher.Normal(seed, Rows, 4, 2, 2), t, r, torch.tensor([.. Enumerable.Range(0, Rows).Select(i => (long)(i % 3))]));
    }

    private static torch.Tensor Moved(torch.Tensor x, double[] t, double[] r) => x * RowColumn.Of(x, t.Zip(r, (start, end) => LinearFlow.Moved(Rate, start, end)));
}
