using FaeRealtime.Training.Optimisation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class OptimisationStepTests
{
    [Theory]
    [InlineData(null, 1 - (0.5 * 6))]
    [InlineData(2.0, 1 - (0.5 * 2))]
    public void Apply_PlainDescent_MovesWeightsByTheClippedGradientAndTheirAverageAfter(double? clipNorm, double expected)
    {
        using var scope = torch.NewDisposeScope();
        var trained = torch.nn.Linear(1, 1, hasBias: false);
        using (torch.no_grad())
        {
            trained.weight.fill_(1);
        }

        using var module = new TrainedModule("m", trained, torch.nn.Linear(1, 1, hasBias: false));
        using var descent = torch.optim.SGD(module.Trained.parameters(), 100);
        var step = new OptimisationStep(descent, [module], clipNorm);

        OptimisationStep.Accumulate(trained.weight.square().sum() * 3, 0.25);
        OptimisationStep.Accumulate(trained.weight.square().sum() * 3, 0.75);
        var (norm, moved) = step.Move(trained.weight.sum(), 0.5, 0.75);

        Assert.True(moved);
        Assert.Equal(6, norm.ToDouble(), 5);
        Assert.Equal(expected, trained.weight.ToDouble(), 5);
        Assert.Equal((0.75 * 1) + (0.25 * expected), module.Averaged!.parameters().Single().ToDouble(), 5);
        Assert.Equal(0, trained.weight.grad!.ToDouble());
    }

    [Theory]
    [InlineData(1f, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f)]
    public void Move_LossOrGradientNotFinite_LeavesWeightsAndAverageAndForgetsTheGradient(float loss, float gradient)
    {
        using var scope = torch.NewDisposeScope();
        var trained = torch.nn.Linear(1, 1, hasBias: false);
        using var module = new TrainedModule("m", trained, torch.nn.Linear(1, 1, hasBias: false));
        using var descent = torch.optim.SGD(module.Trained.parameters(), 100);
        var step = new OptimisationStep(descent, [module], 1.0);
        var before = trained.weight.ToDouble();

        OptimisationStep.Accumulate(trained.weight.sum() * gradient);
        var (_, moved) = step.Move(trained.weight.sum() * loss, 0.5, 0.75);

        Assert.False(moved);
        Assert.Equal(before, trained.weight.ToDouble());
        Assert.Equal(before, module.Averaged!.parameters().Single().ToDouble());
        Assert.Equal(0, trained.weight.grad!.ToDouble());
    }
}
