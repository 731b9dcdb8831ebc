using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Optimisation;

public sealed class AdamTests
{
    private const double Decay = 0.1;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Step_ManyTimes_FollowsTheScalarLoop(bool amsgrad, bool maximize)
    {
        double[] start = [1, -2, 0.5];
        ScalarAdamW expected = new(start, 0.9, 0.95, 1e-8, decay: 0, amsgrad);
        using Parameter parameter = new(tensor(start));
        using Adam optimizer = optim.Adam([parameter], 1e-2, 0.9, 0.95, 1e-8, Decay, amsgrad, maximize);
        for (int step = 0; step < 6; step++)
        {
            double[] gradient = [Math.Sin(step), step - 2.5, 1];
            parameter.grad = tensor(gradient);

            // Coupled decay: the penalty's gradient joins the loss's.
            expected.Step(1e-2, [.. gradient.Select((g, i) => (maximize ? -g : g) + (Decay * expected.Values[i]))]);
            optimizer.step();
        }

        using Tensor values = tensor(expected.Values);
        Close.Assert(values, parameter, 1e-13);
    }

    [Fact]
    public void Step_ManyTimes_LeavesNoTensorsBehind()
    {
        using Parameter parameter = new(ones([4]));
        using Adam optimizer = optim.Adam([parameter], amsgrad: true);
        parameter.grad = ones([4]);
        using DisposeScope scope = NewDisposeScope();
        optimizer.step();
        optimizer.step();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void StateDict_LoadedIntoFresh_ContinuesAlike()
    {
        using Parameter first = new(ones([5]));
        using Parameter second = new(ones([5]));
        using Adam source = optim.Adam([first], 0.1);
        using Adam target = optim.Adam([second], 0.7);
        first.grad = arange(5, ScalarType.Float32);
        second.grad = arange(5, ScalarType.Float32);
        source.step();
        target.load_state_dict(source.state_dict());
        using (no_grad())
        {
            second.copy_(first);
        }

        source.step();
        target.step();
        Close.Assert(first, second, 0);
        Assert.Equal(2, ((Adam.State)target.state_dict().State.Single()).step);
    }

    [Fact]
    public void Betas_Set_ChangeTheNextStep()
    {
        using Parameter parameter = new(zeros([1]));
        using Adam optimizer = optim.Adam([parameter], 1);
        optimizer.Betas = (0, 0);
        parameter.grad = full([1], 7f);
        optimizer.step();
        parameter.grad = full([1], -3f);
        optimizer.step();

        // Without memory every step has the length of the learning rate.
        Assert.Equal(0f, parameter.item<float>(), 1e-6f);
        Assert.Equal((0.0, 0.0), optimizer.Betas);
    }

    [Fact]
    public void Construction_OutOfRange_Throws()
    {
        using Parameter parameter = new(ones([5]));
        Assert.Throws<ArgumentException>(() => optim.Adam([parameter], beta2: 1));
    }
}
