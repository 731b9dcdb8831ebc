using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Optimisation;

public sealed class SGDTests
{
    [Theory]
    [InlineData(0, 0, 0, false, false)]
    [InlineData(0, 0, 0.1, false, true)]
    [InlineData(0.9, 0, 0, false, false)]
    [InlineData(0.9, 0.3, 0.1, false, false)]
    [InlineData(0.9, 0, 0.1, true, false)]
    public void Step_ManyTimes_FollowsTheScalarLoop(double momentum, double dampening, double decay, bool nesterov, bool maximize)
    {
        const double Rate = 0.05;
        var (value, velocity) = (1.5, 0.0);
        using Parameter parameter = new(tensor(new[] { value }));
        using SGD optimizer = optim.SGD([parameter], Rate, momentum, dampening, decay, nesterov, maximize);
        for (int step = 0; step < 6; step++)
        {
            double gradient = Math.Cos(step) + 0.3;
            parameter.grad = tensor(new[] { gradient });
            optimizer.step();
            double slope = gradient + (decay * value);
            velocity = step == 0 ? slope : (momentum * velocity) + ((1 - dampening) * slope);
            double direction = momentum == 0 ? slope : nesterov ? slope + (momentum * velocity) : velocity;
            value += (maximize ? Rate : -Rate) * direction;
        }

        Assert.Equal(value, parameter.item<double>(), 1e-14);
    }

    [Fact]
    public void Step_ManyTimes_LeavesNoTensorsBehind()
    {
        using Parameter parameter = new(ones([4]));
        using SGD optimizer = optim.SGD([parameter], 0.1, 0.9, weight_decay: 0.1, nesterov: true);
        parameter.grad = ones([4]);
        using DisposeScope scope = NewDisposeScope();
        optimizer.step();
        optimizer.step();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void StateDict_LoadedIntoFresh_TakesTheMomentum()
    {
        using Parameter first = new(zeros([1]));
        using Parameter second = new(zeros([1]));
        using SGD source = optim.SGD([first], 1, 0.5);
        using SGD target = optim.SGD([second], 7);
        first.grad = ones([1]);
        source.step();
        target.load_state_dict(source.state_dict());
        second.grad = zeros([1]);
        target.step();
        Assert.Equal(-0.5f, second.item<float>());
    }

    [Fact]
    public void Momentum_Set_ReachesTheNextStep()
    {
        using Parameter parameter = new(zeros([1]));
        using SGD optimizer = optim.SGD([parameter], 1);
        optimizer.Momentum = 0.5;
        parameter.grad = ones([1]);
        optimizer.step();
        optimizer.step();
        Assert.Equal(-2.5f, parameter.item<float>());
    }

    [Fact]
    public void Construction_NesterovWithoutMomentum_Throws()
    {
        using Parameter parameter = new(ones([5]));
        Assert.Throws<ArgumentException>(() => optim.SGD([parameter], 0.1, nesterov: true));
    }
}
