using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Tests;

/// <summary>That the leak tests' measure sees leaks, and only them.</summary>
public sealed class LiveTensorsTests
{
    [Fact]
    public void GrowthDuring_TensorsOutsideAScope_CountsThoseNotDisposed() => Assert.Equal(2, LiveTensors.GrowthDuring(() =>
    {
        using var kept = torch.ones(2);
        Drop();
        _ = kept.reshape(2);
    }));

    [Fact]
    public void GrowthDuring_DetachedFromAScope_Counts() => Assert.Equal(1, LiveTensors.GrowthDuring(() =>
    {
        using var scope = torch.NewDisposeScope();
        _ = (torch.ones(2) + 1).DetachFromDisposeScope();
    }));

    [Fact]
    public void GrowthDuring_GradientOfAParameterRead_Counts() => Assert.Equal(1, LiveTensors.GrowthDuring(() =>
    {
        using var weight = new Parameter(torch.ones(2));
        using (var sum = weight.sum())
        {
            sum.backward();
        }

        _ = weight.grad;
    }));

    [Fact]
    public void GrowthDuring_CollectedMeanwhile_CountsStill() => Assert.Equal(3, LiveTensors.GrowthDuring(() =>
    {
        for (var i = 0; i < 3; i++)
        {
            Drop();
        }

#pragma warning disable RS0030 // The collector must not hide what was dropped: that is what is tested.
        GC.Collect();
#pragma warning restore RS0030
        GC.WaitForPendingFinalizers();
    }));

    [Fact]
    public void GrowthDuring_EverythingDisposed_IsZero() => Assert.Equal(0, LiveTensors.GrowthDuring(() =>
    {
        using var module = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.LayerNorm(4));
        using var weight = new Parameter(torch.ones(2));
        using var adam = torch.optim.AdamW(module.parameters(), 1e-3);
        using var scope = torch.NewDisposeScope();
        module.call(torch.ones(5, 3)).sum().backward();
        adam.step();
    }));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop() => _ = torch.ones(2);
}
