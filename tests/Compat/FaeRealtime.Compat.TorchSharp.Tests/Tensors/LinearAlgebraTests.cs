using TorchSharp;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class LinearAlgebraTests
{
    [Fact]
    public void Eigh_SymmetricMatrix_GivesItBack()
    {
        using var scope = torch.NewDisposeScope();
        var matrix = torch.tensor([2.0, 1, 0, 1, 2, 0, 0, 0, 5], [3, 3]);

        var (values, vectors) = torch.linalg.eigh(matrix);

        Assert.Equal([1, 3, 5], values.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.True(((vectors * values).matmul(vectors.t()) - matrix).abs().max().ToDouble() < 1e-12);
        Assert.Equal([1, 3, 5], torch.linalg.eigvalsh(matrix).data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(9, matrix.trace().ToDouble());
    }
}
