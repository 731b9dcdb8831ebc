using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class ShapeTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor x = arange(24).view(2, 3, 4);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Views_Forms_HaveTheShape()
    {
        Assert.Equal([2L, 3L, 4L], x.shape);
        Assert.Equal(4, x.size(-1));
        Assert.Equal([12L, 4L, 1L], x.stride());
        Assert.Equal([4L, 2L, 3L], x.permute(2, 0, 1).shape);
        Assert.Equal([3L, 2L, 4L], x.transpose(0, 1).shape);
        Assert.Equal([2L, 4L, 3L], x.mT.shape);
        Assert.Equal([2L, 12L], x.flatten(1).shape);
        Assert.Equal([6L, 4L], x.flatten(0, 1).shape);
        Assert.Equal([2L, 3L, 2L, 2L], x.unflatten(-1, 2, 2).shape);
        Assert.Equal([2L, 1L, 3L, 4L], x.unsqueeze(1).shape);
        Assert.Equal([2L, 3L, 4L], x.unsqueeze(1).squeeze(1).shape);
        Assert.Equal([5L, 2L, 3L, 4L], x.expand(5, -1, -1, -1).shape);
        Assert.Equal([2L, 6L, 4L], x.repeat(1, 2, 1).shape);
        Assert.Equal([4L, 6L], x.reshape(4, -1).shape);
        Assert.Equal(ScalarType.Int64, x.dtype);
        Assert.Equal(3, x.ndim);
        Assert.Equal(24, x.numel());
        Assert.Equal(8, x.element_size());
    }

    [Fact]
    public void Split_Forms_CutAsPyTorch()
    {
        Assert.Equal([2L, 3L, 2L], x.chunk(2, -1)[1].shape);
        Assert.Equal(2, x.split(2, 1).Length);
        Assert.Equal([2L, 1L, 4L], x.split(2, 1)[1].shape);
        Assert.Equal([1L, 3L, 4L], x.split(new long[] { 1, 1 })[1].shape);
        Assert.Equal([2L, 3L, 3L], x.split([1, 3], 2L)[1].shape);
        Assert.Equal(3, x.unbind(1).Length);
        Assert.Equal([2L, 2L, 4L], x.narrow(1, 1, 2).shape);
        Assert.Equal([2L, 2L, 4L], x.slice(1, 0, 3, 2).shape);
    }

    [Fact]
    public void Join_Forms_UndoTheSplit()
    {
        Assert.True(cat(x.chunk(2, 2), 2).Equals(x));
        Assert.True(cat((IList<Tensor>)x.split(1, 0), 0).Equals(x));
        Assert.True(stack(x.unbind(1), 1).Equals(x));
        Assert.Equal([2L, 3L, 8L], concat([x, x], -1).shape);
        Tensor[] grid = meshgrid([arange(2), arange(3)]);
        Assert.Equal([2L, 3L], grid[1].shape);
    }

    [Fact]
    public void Order_Forms_MoveElements()
    {
        Tensor row = arange(4);
        Assert.Equal([3L, 0L, 1L, 2L], row.roll(1).data<long>().ToArray());
        Assert.Equal([2L, 3L, 0L, 1L], row.roll(2, 0).data<long>().ToArray());
        Assert.Equal([3L, 2L, 1L, 0L], row.flip(0).data<long>().ToArray());
        Assert.Equal([0L, 0L, 1L, 1L], arange(2).repeat_interleave(2).data<long>().ToArray());
        Assert.Equal([0L, 1L, 0L, 1L], arange(2).tile([2]).data<long>().ToArray());
        Assert.Equal([1f, 0f, 1f, 1f], ones(2, 2).tril().flatten().data<float>().ToArray());
        Assert.Equal([0f, 1f, 0f, 0f], ones(2, 2).triu(1).flatten().data<float>().ToArray());
    }

    [Fact]
    public void Contiguous_OfATransposed_CopiesInItsOrder()
    {
        Tensor t = x[0].t();
        Assert.False(t.is_contiguous());
        Assert.Equal([0L, 4L, 8L, 1L], t.data<long>().ToArray()[..4]);
        Assert.Equal(4L, t.data<long>()[0, 1]);
        Assert.Throws<InvalidOperationException>(() => t.bytes.Length);
        Assert.True(t.contiguous().is_contiguous());
        Assert.Equal(12 * 8, t.contiguous().bytes.Length);
    }
}
