using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

public sealed class AttentionTests
{
    private readonly Tensor _query = randn([2, 3, 4, 8], ScalarType.Float64);
    private readonly Tensor _key = randn([2, 3, 5, 8], ScalarType.Float64);
    private readonly Tensor _value = randn([2, 3, 5, 6], ScalarType.Float64);

    [Fact]
    public void Attention_Plain_IsSoftmaxOfScaledScores() =>
        Close.Assert(Composed(null), F.scaled_dot_product_attention(_query, _key, _value), 1e-13);

    [Fact]
    public void Attention_WithAddedMask_AddsItToScores()
    {
        using Tensor mask = randn([4, 5], ScalarType.Float64);
        Close.Assert(Composed(mask), F.scaled_dot_product_attention(_query, _key, _value, mask), 1e-13);
    }

    [Fact]
    public void Attention_WithBooleanMask_LeavesFalseOut()
    {
        using Tensor mask = tensor(new[] { true, true, false, true, false });
        using Tensor added = zeros([5], ScalarType.Float64).masked_fill(mask.logical_not(), double.NegativeInfinity);
        Close.Assert(Composed(added), F.scaled_dot_product_attention(_query, _key, _value, mask), 1e-13);
    }

    [Fact]
    public void Attention_Causal_SeesNoLaterColumn()
    {
        using Tensor result = F.scaled_dot_product_attention(_query, _key, _value, is_casual: true);
        Close.Assert(_value[TensorIndex.Colon, TensorIndex.Colon, 0], result[TensorIndex.Colon, TensorIndex.Colon, 0], 1e-13);
        using Tensor added = full([4, 5], double.NegativeInfinity, ScalarType.Float64).triu(1);
        Close.Assert(Composed(added), result, 1e-13);
    }

    [Fact]
    public void Attention_CausalAndMask_Throws()
    {
        using Tensor mask = zeros([4, 5], ScalarType.Float64);
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(_query, _key, _value, mask, is_casual: true));
    }

    private Tensor Composed(Tensor? added)
    {
        Tensor scores = _query.matmul(_key.transpose(-2, -1)) / Math.Sqrt(8);
        return (added is null ? scores : scores.add(added)).softmax(-1).matmul(_value);
    }
}
