using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor x = arange(24).view(2, 3, 4);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Get_NumbersAndRanges_SelectAsPyTorch()
    {
        Assert.Equal(23, x[1, 2, 3].item<long>());
        Assert.Equal([3L, 4L], x[1].shape);
        Assert.Equal([12L, 16L, 20L], x[1, .., 0].data<long>().ToArray());
        Assert.Equal([2L, 2L, 4L], x[.., 1..].shape);
        Assert.Equal([2L, 3L, 3L], x[TensorIndex.Ellipsis, ..^1].shape);
        Assert.Equal(22, x[^1, ^1, ^2].item<long>());
        Assert.Equal([2L, 3L, 2L], x[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)].shape);
        Assert.Equal([2L, 1L, 3L, 4L], x[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([1L, 2L, 3L, 4L], x[TensorIndex.Null].shape);
        Assert.Equal([2L, 3L, 1L, 4L], x[TensorIndex.Ellipsis, TensorIndex.None, TensorIndex.Colon].shape);
    }

    [Fact]
    public void Get_TensorsAndMasks_GatherAsPyTorch()
    {
        Tensor picks = tensor(new long[] { 2, 0 });
        Assert.Equal([2L, 2L, 4L], x[TensorIndex.Colon, TensorIndex.Tensor(picks)].shape);
        Assert.Equal([8L, 0L], x[0][picks][TensorIndex.Colon, 0].data<long>().ToArray());
        Assert.Equal([21L, 22L, 23L], x[x > 20].data<long>().ToArray());
        Assert.Equal([22L, 23L], x.masked_select(x > 21).data<long>().ToArray());
        Assert.Equal([2L, 3L], x[1 > 0 ? TensorIndex.Bool(true) : TensorIndex.Colon].shape[1..3]);
        Tensor mask = tensor(new[,] { { true, false, false }, { false, false, true } });
        Assert.Equal([2L, 2L], x[TensorIndex.Tensor(mask), ..2].shape);
        Assert.Equal([8L, 9L, 10L, 11L], x.index_select(1, picks)[0, 0].data<long>().ToArray());
        Assert.Equal([2L, 5L], x[0].gather(1, tensor(new long[] { 2, 1, 0 }, [3, 1]))[..2].flatten().data<long>().ToArray());
    }

    [Fact]
    public void Set_Forms_WriteThrough()
    {
        x[0, 0, 0] = 100;
        x[1, .., 1..3] = zeros(3, 2);
        x[x > 50] = tensor(-1L);
        x[TensorIndex.Ellipsis, ^1] = tensor(7);
        Assert.Equal(-1, x[0, 0, 0].item<long>());
        Assert.Equal([12L, 0L, 0L, 7L], x[1, 0].data<long>().ToArray());
        x.masked_fill_(x == 7, 1);
        Assert.Equal(1, x[1, 2, 3].item<long>());
    }

    [Fact]
    public void IndexPut_Accumulating_AddsEveryEntry()
    {
        Tensor counts = zeros(3);
        counts.index_put_(ones(4), [tensor(new long[] { 0, 2, 2, 2 })], accumulate: true);
        Assert.Equal([1f, 0f, 3f], counts.data<float>().ToArray());
        counts.index_put_(ones(3), [TensorIndex.Colon], accumulate: true);
        Assert.Equal([2f, 1f, 4f], counts.data<float>().ToArray());
    }

    [Fact]
    public void Get_OutOfRange_Throws()
        => Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x[5]);

    [Fact]
    public void TensorIndex_AsTensor_Throws()
        => Assert.Throws<InvalidOperationException>(() => { Tensor t = TensorIndex.Colon; });
}
