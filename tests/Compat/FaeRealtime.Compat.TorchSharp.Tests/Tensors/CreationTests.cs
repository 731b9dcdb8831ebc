using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class CreationTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Randn_Generator_IsIndependentOfTheDefaultOne()
    {
        using var first = new Generator(0);
        using var second = new Generator(0);
        float[] expected = randn(5, generator: first).data<float>().ToArray();
        randn(5);
        Assert.Equal(expected, randn(5, generator: second).data<float>().ToArray());
        Assert.Equal(1.5409961f, expected[0]);
    }

    [Fact]
    public void Generator_SetState_RepeatsTheDraws()
    {
        using var generator = new Generator(7);
        Tensor state = generator.get_state();
        float[] expected = rand(4, generator: generator).data<float>().ToArray();
        generator.set_state(state);
        Assert.Equal(expected, rand(4, generator: generator).data<float>().ToArray());
        Assert.Equal(7, generator.initial_seed());
    }

    [Fact]
    public void Tensor_Scalars_TakeTheTypeOfTheNumber()
    {
        Assert.Equal(ScalarType.Float64, tensor(1.5).dtype);
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0, 2.0 }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1.0, 2.0 }, dtype: ScalarType.Float32).dtype);
    }

    [Fact]
    public void Arange_Steps_FollowTheNumbersType()
    {
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Tensor real = arange(0f, 1f, .5f);
        Assert.Equal(ScalarType.Float32, real.dtype);
        Assert.Equal([0f, .5f], real.data<float>().ToArray());
        Assert.Equal(ScalarType.Int64, full(2, 3, 1).dtype);
        Assert.Equal([2L, 3L], full(2, 3, 1).shape);
        Assert.Equal([0f, .5f, 1f], linspace(0, 1, 3).data<float>().ToArray());
        Assert.Equal(2f, eye(2).sum().item<float>());
    }

    [Fact]
    public void Tensor_Shapes_AreThoseOfTheArray()
    {
        Assert.Equal([2L, 2L], tensor(new[,] { { 1f, 2f }, { 3f, 4f } }).shape);
        Assert.Equal([2L, 3L], tensor(new long[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).shape);
        Assert.Equal([1L, 2L, 2L], tensor(new[] { 1, 2, 3, 4 }, 1, 2, 2).shape);
        Assert.Equal([2L, 2L], from_array(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }).shape);
        Assert.Empty(tensor(5f).shape);
        Assert.Equal([0L, 3L], zeros(0, 3).shape);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], ones([1, 2, 3, 4, 5]).shape);
    }

    [Fact]
    public void Tensor_DataThatDoesNotFillTheShape_IsRefused()
        => Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, [2, 2]));

    [Fact]
    public void Zeros_Requested_RequiresGradientsAndKeepsTheType()
    {
        Tensor x = zeros(2, 2, dtype: ScalarType.Float64, device: CPU, requires_grad: true);
        Assert.True(x.requires_grad);
        Assert.Equal(ScalarType.Float64, x.dtype);
        Assert.Equal(ScalarType.BFloat16, zeros_like(x, ScalarType.BFloat16).dtype);
        Assert.Equal([2L, 2L], randn_like(x).shape);
        Assert.Equal(3.0, full_like(x, 3).sum().item<double>() / 4);
    }

    [Fact]
    public void Randint_Bounds_AreRespected()
    {
        Tensor x = randint(3, 9, [1000]);
        Assert.Equal(ScalarType.Int64, x.dtype);
        Assert.Equal(3, x.min().item<long>());
        Assert.Equal(8, x.max().item<long>());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), randperm(50).data<long>().ToArray().Order());
    }

    [Fact]
    public void Names_Given_AreRefused()
        => Assert.Throws<NotSupportedException>(() => zeros([2], names: ["x"]));
}
