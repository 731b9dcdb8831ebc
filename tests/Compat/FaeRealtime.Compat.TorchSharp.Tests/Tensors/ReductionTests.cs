using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class ReductionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor x = tensor(new[,] { { 1f, 5f, 2f }, { 4f, -3f, 6f } });

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Sum_Forms_AgreeWithTheClosedForm()
    {
        Assert.Equal(15f, x.sum().item<float>());
        Assert.Equal([5f, 2f, 8f], x.sum(0L).data<float>().ToArray());
        Assert.Equal([2L, 1L], x.sum(1, keepdim: true).shape);
        Assert.Equal(15f, x.sum([0, 1]).item<float>());
        Assert.Equal(ScalarType.Float64, x.sum(ScalarType.Float64).dtype);
        Assert.Equal(15f / 6, x.mean().item<float>(), 1e-6f);
        Assert.Equal([2.5f, 1f, 4f], x.mean([0]).data<float>().ToArray());
        Assert.Equal([1f, 6f, 8f], x[0].cumsum(0).data<float>().ToArray());
        Assert.Equal(10f, x[0].prod().item<float>());
    }

    [Fact]
    public void Variance_Forms_AgreeWithTheClosedForm()
    {
        Assert.Equal(13f / 3, x[0].var().item<float>(), 1e-5f);
        Assert.Equal(26f / 9, x[0].var(unbiased: false).item<float>(), 1e-5f);
        Assert.Equal(Math.Sqrt(13.0 / 3), x.std(1L)[0].ToDouble(), 1e-5);
        Assert.Equal(ScalarType.Float64, x.var([0, 1], type: ScalarType.Float64).dtype);
        (Tensor std, Tensor mean) = x[0].std_mean(unbiased: false);
        Assert.Equal(Math.Sqrt(26.0 / 9), std.ToDouble(), 1e-5);
        Assert.Equal(8.0 / 3, mean.ToDouble(), 1e-5);
    }

    [Fact]
    public void Extremes_Forms_GiveValuesAndPlaces()
    {
        (Tensor values, Tensor indexes) = x.max(1);
        Assert.Equal([5f, 6f], values.data<float>().ToArray());
        Assert.Equal([1L, 2L], indexes.data<long>().ToArray());
        Assert.Equal(-3f, x.min().item<float>());
        Assert.Equal(5, x.argmax().item<long>());
        Assert.Equal([1L, 0L, 1L], x.argmax(0).data<long>().ToArray());
        Assert.Equal([4f, 5f, 6f], x.amax([0]).data<float>().ToArray());
        Assert.Equal([2f, 2f, 2f], x.max(full_like(x, 2)).amin(0).data<float>().ToArray().Select(v => Math.Min(v, 2f)));
        (Tensor top, Tensor places) = topk(x, 2);
        Assert.Equal([5f, 2f, 6f, 4f], top.flatten().data<float>().ToArray());
        Assert.Equal([1L, 2L, 2L, 0L], places.flatten().data<long>().ToArray());
        Assert.Equal([1f, 2f, 5f], x[0].sort().Values.data<float>().ToArray());
        Assert.Equal([1L, 2L, 0L], x[0].argsort(descending: true).data<long>().ToArray());
    }

    [Fact]
    public void Norms_Forms_AgreeWithTheClosedForm()
    {
        Assert.Equal(Math.Sqrt(91), x.norm().ToDouble(), 1e-5);
        Assert.Equal(8.0, x.norm(1, p: 1f)[0].ToDouble(), 1e-5);
        Assert.Equal(Math.Log(Math.Exp(1) + Math.Exp(5) + Math.Exp(2)), x.logsumexp(1)[0].ToDouble(), 1e-5);
        Assert.Equal(1.0, x.softmax(1).sum(1)[1].ToDouble(), 1e-6);
        Assert.True(x.log_softmax(1).exp().allclose(x.softmax(1)));
        Assert.True((x > -5).all().item<bool>());
        Assert.Equal([false, true, false], (x < 0).any(0).data<bool>().ToArray());
    }

    [Fact]
    public void Products_Forms_AgreeWithTheClosedForm()
    {
        Tensor product = x.matmul(x.t());
        Assert.Equal([30f, 1f, 1f, 61f], product.flatten().data<float>().ToArray());
        Assert.True(mm(x, x.T).Equals(product));
        Assert.True(bmm(x.unsqueeze(0), x.t().unsqueeze(0))[0].Equals(product));
        Assert.True(product.unsqueeze(0).baddbmm(x.unsqueeze(0), x.t().unsqueeze(0), beta: 2f, alpha: 3f)[0].allclose(product * 5));
        Assert.True(product.addmm(x, x.t()).allclose(product * 2));
        Assert.True(einsum("ij,kj->ik", x, x).allclose(product));
        Assert.Equal(30f, x[0].dot(x[0]).item<float>());
        Assert.Equal([3L, 3L], x[0].outer(x[0]).shape);
    }
}
