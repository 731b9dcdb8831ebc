using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Scopes;

/// <summary>The live counter is equal before and after, whatever happened in between.</summary>
[Collection(Alone.Name)]
public sealed class LiveTensorTests
{
    public static TheoryData<string, Action> Work => new()
    {
        { "arithmetic", () => ((ones(2) + 1) * 2 - ones(2)).mean().item<float>() },
        { "indexing", () => { Tensor x = zeros(3, 4); x[1, ..2] = 1; _ = x[x > 0][0] + x[^1, 0]; } },
        { "split and join", () => cat(arange(100).chunk(20)).unbind() },
        { "in place", () => ones(2).add_((Scalar)1).mul_(tensor(2f)) },
        { "backward", () => { Tensor x = ones(2, requires_grad: true); x.square().sum().backward(); _ = x.grad; } },
        { "accessor", () => { using var data = ones(2).data<float>(); data.ToArray(); } },
        { "pairs", () => { _ = ones(2, 2).max(1); _ = ones(4).topk(2); _ = ones(3).std_mean(); } },
        { "conversion", () => ones(2).to(ScalarType.Float64, disposeAfter: true).cpu().@float() },
        { "wrong shapes", () => Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(4, 5))) },
        { "failing scope", () => Assert.Throws<ExternalException>(() => { using var inner = NewDisposeScope(); return ones(2) + ones(3); }) },
    };

    [Theory]
    [MemberData(nameof(Work))]
    public void Scope_Closed_LeavesNoTensor(string name, Action work)
    {
        Settle();
        long before = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            work();
        }
        Assert.True(before == Tensor.TotalCount, $"{name}: {Tensor.TotalCount - before} tensors are left");
    }

    [Fact]
    public void CallInPlace_Result_IsTheSameObject()
    {
        Settle();
        using Tensor x = zeros(3);
        long before = Tensor.TotalCount;
        Assert.Same(x, x.add_((Scalar)1).mul_((Scalar)2.5).neg_());
        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(Tensor.PeakCount >= before);
    }

    [Fact]
    public void Finalizer_WithoutScope_FreesTheTensor()
    {
        Settle();
        long before = Tensor.TotalCount;
        MakeGarbage();
        Settle();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeGarbage()
    {
        for (int i = 0; i < 100; i++)
        {
            ones(4);
        }
    }

    // What other tests left to the finalizer must be gone before counting.
    private static void Settle()
    {
#pragma warning disable RS0030 // The collector itself is what is tested.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
#pragma warning restore RS0030
    }
}
