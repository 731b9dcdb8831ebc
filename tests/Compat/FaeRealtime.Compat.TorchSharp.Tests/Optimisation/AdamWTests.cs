using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Optimisation;

public sealed class AdamWTests
{
    [Theory]
    [InlineData(ScalarType.Float64, 13, false, false, 1e-13)]
    [InlineData(ScalarType.Float64, 13, true, false, 1e-13)]
    [InlineData(ScalarType.Float64, 13, false, true, 1e-13)]
    [InlineData(ScalarType.Float32, 13, false, false, 2e-6)]
    [InlineData(ScalarType.Float32, 13, true, true, 2e-6)]
    [InlineData(ScalarType.Float32, 13, false, true, 2e-6)]
    [InlineData(ScalarType.Float32, 300_001, false, false, 2e-6)]
    public void Step_ManyTimes_FollowsTheScalarLoop(ScalarType type, int count, bool amsgrad, bool maximize, double tolerance)
    {
        double[] start = Numbers(count, 1);
        ScalarAdamW expected = new(start, 0.9, 0.95, 1e-8, 0.1, amsgrad, maximize);
        using Parameter parameter = new(tensor(start, type));
        using AdamW optimizer = optim.AdamW([parameter], 1e-2, 0.9, 0.95, 1e-8, 0.1, amsgrad, maximize);
        for (int step = 0; step < 8; step++)
        {
            double rate = 0.01 * (step + 1);
            double[] gradient = Numbers(count, step + 2);
            parameter.grad = tensor(gradient, type);
            foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            {
                group.LearningRate = rate;
            }

            optimizer.step();
            expected.Step(rate, gradient);
        }

        using Tensor values = tensor(expected.Values);
        Close.Assert(values, parameter, tolerance);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Step_ParametersWithDifferentStarts_CountTheirOwnSteps(ScalarType type)
    {
        using Parameter early = new(ones([2, 2], type));
        using Parameter late = new(ones([3], type));
        using AdamW optimizer = optim.AdamW([early, late], 0.1);
        early.grad = ones([2, 2], type);
        optimizer.step();
        late.grad = ones([3], type);
        optimizer.step();

        // With one constant gradient every step has the length of the learning rate.
        Assert.Equal(0.8, early[0, 0].ToDouble(), 1e-6);
        Assert.Equal(0.9, late[0].ToDouble(), 1e-6);
        Assert.Equal([2L, 1L], optimizer.state_dict().State.Cast<AdamW.State>().Select(state => state.step));
    }

    [Fact]
    public void Step_ManyTimes_LeavesNoTensorsBehind()
    {
        using Parameter fused = new(ones([4]));
        using Parameter composed = new(ones([4], ScalarType.Float64));
        using AdamW optimizer = optim.AdamW([fused, composed], 0.1, maximize: true);
        fused.grad = ones([4]);
        composed.grad = ones([4], ScalarType.Float64);
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < 3; i++)
        {
            optimizer.step();
        }

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Step_GradientNotContiguous_UsesItsElements()
    {
        using Parameter straight = new(ones([3, 2]));
        using Parameter turned = new(ones([3, 2]));
        using Tensor gradient = randn([2, 3]).t();
        straight.grad = gradient.contiguous();
        turned.grad = gradient;
        using AdamW optimizer = optim.AdamW([straight, turned], 0.1);
        optimizer.step();
        Close.Assert(straight, turned, 0);
    }

    [Fact]
    public void Step_WithoutGradient_LeavesParameterAndItsDecay()
    {
        using Parameter idle = new(ones([3]));
        using AdamW optimizer = optim.AdamW([idle], 0.1, weight_decay: 0.5);
        optimizer.step();
        Assert.Equal(3f, idle.sum().item<float>());
    }

    [Fact]
    public void Step_WithClosure_ReturnsItsLossAndUsesItsGradient()
    {
        using Parameter parameter = new(ones([1]));
        using AdamW optimizer = optim.AdamW([parameter], 0.1);
        using Tensor loss = optimizer.step(() =>
        {
            Tensor value = parameter.square().sum();
            value.backward();
            return value;
        });
        Assert.Equal(1f, loss.item<float>());
        Assert.Equal(0.9f, parameter.item<float>(), 1e-6f);
    }

    [Fact]
    public void Step_BetweenForwardAndBackward_IsRefusedByAutograd()
    {
        using Parameter parameter = new(ones([4]));
        using AdamW optimizer = optim.AdamW([parameter], 0.1);
        using Tensor loss = parameter.square().sum();
        parameter.grad = ones([4]);
        optimizer.step();
        Assert.Throws<ExternalException>(() => loss.backward());
    }

    [Fact]
    public void ParamGroups_WithOwnOptions_AreUpdatedByThem()
    {
        using Parameter decayed = new(ones([2]));
        using Parameter free = new(ones([2]));
        AdamW.ParamGroup[] groups = [new([decayed], lr: 0.1, weight_decay: 0.5), new([free], new AdamW.Options { LearningRate = 0.2 })];
        using AdamW optimizer = optim.AdamW(groups, lr: 0.3);
        decayed.grad = zeros([2]);
        free.grad = ones([2]);
        optimizer.step();
        Assert.Equal(0.95f, decayed[0].item<float>(), 1e-6f);
        Assert.Equal(0.8f, free[0].item<float>(), 1e-6f);
        Assert.Equal([0.1, 0.2], optimizer.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void Betas_Set_ReachEveryGroup()
    {
        using Parameter parameter = new(ones([2]));
        using AdamW optimizer = optim.AdamW([parameter]);
        optimizer.Betas = (0.5, 0.6);
        Assert.Equal((0.5, 0.6), ((optim.IBetas)optimizer.ParamGroups.Single()).Betas);
    }

    [Fact]
    public void ZeroGrad_AfterBackward_LeavesZeroGradients()
    {
        using Parameter parameter = new(ones([2]));
        using AdamW optimizer = optim.AdamW([parameter]);
        using Tensor loss = parameter.sum();
        loss.backward();
        optimizer.zero_grad();
        Assert.Equal(0f, parameter.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void StateDict_LoadedIntoFresh_ContinuesAlike()
    {
        using Parameter first = new(ones([5]));
        using Parameter second = new(ones([5]));
        using AdamW source = optim.AdamW([first], 0.1);
        using AdamW target = optim.AdamW([second], 0.7);
        first.grad = randn([5]);
        source.step();
        target.load_state_dict(source.state_dict());
        using (no_grad())
        {
            second.copy_(first);
        }

        using Tensor gradient = randn([5]);
        first.grad = gradient.clone();
        second.grad = gradient.clone();
        source.step();
        target.step();
        Close.Assert(first, second, 0);
        Assert.Equal(2, ((AdamW.State)target.state_dict().State.Single()).step);
        Assert.Equal(0.1, target.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void LoadStateDict_OfOtherSize_Throws()
    {
        using Parameter parameter = new(ones([5]));
        using Parameter other = new(ones([5]));
        using AdamW one = optim.AdamW([parameter]);
        using AdamW two = optim.AdamW([parameter, other]);
        Assert.Throws<ArgumentException>(() => one.load_state_dict(two.state_dict()));
    }

    [Fact]
    public void Construction_InScope_KeepsMoments()
    {
        using Parameter parameter = new(ones([5]));
        AdamW optimizer;
        using (NewDisposeScope())
        {
            optimizer = optim.AdamW([parameter]);
        }

        Assert.False(((AdamW.State)optimizer.state_dict().State.Single()).exp_avg.IsInvalid);
        optimizer.Dispose();
    }

    [Theory]
    [InlineData(-1, 0.9)]
    [InlineData(0.1, 1)]
    public void Construction_OutOfRange_Throws(double rate, double beta1)
    {
        using Parameter parameter = new(ones([5]));
        Assert.Throws<ArgumentException>(() => optim.AdamW([parameter], rate, beta1));
    }

    private static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
