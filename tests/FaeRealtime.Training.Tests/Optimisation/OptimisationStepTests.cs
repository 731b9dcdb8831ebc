using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;

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
        var step = new OptimisationStep(By(descent), [module], clipNorm);

        step.Accumulate(trained.weight.square().sum() * 3, 0.25);
        step.Accumulate(trained.weight.square().sum() * 3, 0.75);
        var (norm, moved) = step.Move(trained.weight.sum(), 0.5, 0.75);

        Assert.True(moved);
        Assert.Equal(6, norm.ToDouble(), 5);
        Assert.Equal(expected, trained.weight.ToDouble(), 5);
        Assert.Equal((0.75 * 1) + (0.25 * expected), module.Averaged!.parameters().Single().ToDouble(), 5);
        Assert.Null(trained.weight.grad);
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
        var step = new OptimisationStep(By(descent), [module], 1.0);
        var before = trained.weight.ToDouble();

        step.Accumulate(trained.weight.sum() * gradient);
        var (_, moved) = step.Move(trained.weight.sum() * loss, 0.5, 0.75);

        Assert.False(moved);
        Assert.Equal(before, trained.weight.ToDouble());
        Assert.Equal(before, module.Averaged!.parameters().Single().ToDouble());
        Assert.Null(trained.weight.grad);
    }

    [Fact]
    public void Move_InBf16_MovesWeightsByLessThanItsCopiesShow()
    {
        const double Rate = 1.0 / 2048; // The next bfloat16 below 1 is 1 − 8/2048.
        using var scope = torch.NewDisposeScope();
        var (step, weight, network) = InBf16();

        step.Accumulate(network.weight.sum().@float(), 0.25);
        step.Accumulate(network.weight.sum().@float(), 0.75);
        step.Move(torch.zeros([]), Rate, 0.5);

        Assert.Equal(1 - Rate, weight.ToDouble());
        Assert.Equal(1, network.weight.@float().ToDouble());
        for (var i = 1; i < 8; i++)
        {
            step.Accumulate(network.weight.sum().@float());
            step.Move(torch.zeros([]), Rate, 0.5);
        }

        Assert.Equal(1 - (8 * Rate), weight.ToDouble());
        Assert.Equal(1 - (8 * Rate), network.weight.@float().ToDouble());
    }

    [Fact]
    public void Move_InBf16WithAGradientThatIsNotFinite_LeavesWeightsAndForgetsIt()
    {
        using var scope = torch.NewDisposeScope();
        var (step, weight, network) = InBf16();

        step.Accumulate(network.weight.sum().@float() * float.NaN);
        var (_, moved) = step.Move(torch.zeros([]), 0.5, 0.5);
        step.Accumulate(network.weight.sum().@float());
        var (norm, movedAfter) = step.Move(torch.zeros([]), 0.0625, 0.5);

        Assert.False(moved);
        Assert.True(movedAfter);
        Assert.Equal(1, norm.ToDouble());
        Assert.Equal(1 - 0.0625, weight.ToDouble());
        Assert.Null(network.weight.grad);
    }

    private static Action<double> By(torch.optim.Optimizer descent) => rate =>
    {
        descent.ParamGroups.Single().LearningRate = rate;
        descent.step();
    };

    // A weight of 1 under plain descent.
    private static (OptimisationStep Step, torch.Tensor Weight, Linear Network) InBf16()
    {
        var network = torch.nn.Linear(1, 1, hasBias: false);
        using (torch.no_grad())
        {
            network.weight.fill_(1);
        }

        var module = new TrainedModule("m", network, torch.nn.Linear(1, 1, hasBias: false), TrainingPrecision.Bf16);
        var weight = module.Parameters().Single().Trained;
        return (new OptimisationStep(By(torch.optim.SGD([weight], 100)), [module], null), weight, network);
    }
}
