using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Backward_Twice_Accumulates()
    {
        Tensor x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Assert.Null(x.grad);
        Assert.True(x.is_leaf);
        x.square().sum().backward();
        x.square().sum().backward();
        Assert.Equal([4f, 8f, 12f], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_Function_LeavesTheLeavesAlone()
    {
        Tensor x = tensor(new[] { 2.0 }, requires_grad: true), unused = tensor(new[] { 1.0 }, requires_grad: true);
        Tensor y = x.pow((Scalar)3);
        Tensor first = autograd.grad([y], [x], create_graph: true)[0];
        Assert.Equal(12.0, first.item<double>());
        Assert.Equal(12.0, autograd.grad([first], [x])[0].item<double>());
        Assert.Null(x.grad);
        IList<Tensor> partial = autograd.grad([x * 2], [x, unused], allow_unused: true);
        Assert.True(partial[1].IsInvalid);
    }

    [Fact]
    public void Backward_WithSeeds_ScalesTheGradient()
    {
        Tensor x = ones(3, requires_grad: true);
        (x * 2).backward([tensor(new[] { 1f, 10f, 100f })]);
        Assert.Equal([2f, 20f, 200f], x.grad!.data<float>().ToArray());
        Tensor y = x * 3;
        Assert.Throws<ExternalException>(() => y.backward());
        y.retain_grad();
        y.sum().backward();
        Assert.Equal([1f, 1f, 1f], y.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Gradient_MadeInAScope_OutlivesIt()
    {
        Tensor x = ones(2, requires_grad: true);
        using (NewDisposeScope())
        {
            (x * 5).sum().backward();
        }
        Assert.Equal([5f, 5f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Detach_Result_SharesMemoryWithoutGradient()
    {
        Tensor x = ones(2, requires_grad: true);
        Tensor y = x.detach();
        Assert.False(y.requires_grad);
        y.fill_(3);
        Assert.Equal(3f, x[0].item<float>());
        Assert.False((x * 2).detach_().requires_grad);
    }

    [Fact]
    public void Indexing_Gradient_ReachesTheElements()
    {
        Tensor x = zeros(2, 3, requires_grad: true);
        (x[1, 1..] * 4).sum().backward();
        Assert.Equal([0f, 0f, 0f, 0f, 4f, 4f], x.grad!.data<float>().ToArray());
    }
}
