using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

/// <summary>What draws from the process-wide generator: alone, or another test's draws come between.</summary>
[Collection(Alone.Name)]
public sealed class SeededDrawTests
{
    [Fact]
    public void Randn_SeedZero_MatchesPyTorch()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(0);
        Assert.Equal([1.5409961f, -0.2934289f, -2.1787894f], randn(3).data<float>().ToArray());
    }

    [Fact]
    public void SetRngState_Earlier_RepeatsTheDraws()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = get_rng_state();
        float[] expected = rand(3).data<float>().ToArray();
        set_rng_state(state);
        Assert.Equal(expected, rand(3).data<float>().ToArray());
    }

    [Fact]
    public void Normal_ManyDraws_HasTheMoments()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        Tensor x = empty(100_000).normal_(2, 3);
        Assert.Equal(2.0, x.mean().ToDouble(), 0.05);
        Assert.Equal(3.0, x.std().ToDouble(), 0.05);
        Tensor u = empty(100_000).uniform_(-1, 1);
        Assert.Equal(1.0 / 3, u.var().ToDouble(), 0.01);
    }
}
