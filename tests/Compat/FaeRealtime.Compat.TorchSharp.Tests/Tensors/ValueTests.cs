using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class ValueTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Item_OtherTypeOrSeveralElements_Throws()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(1f).item<double>());
        Assert.Contains("Double is not compatible with Float32", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Throws<ArgumentException>(() => ones(2).data<double>());
    }

    [Fact]
    public void Conversions_Explicit_TakeAnyType()
    {
        Assert.Equal(2.5f, tensor(2.5).ToSingle());
        Assert.Equal(3, (int)tensor(3f));
        Assert.Equal(3.0, (double)tensor(3));
        Assert.True((bool)tensor(1));
        Assert.Equal(1L, tensor(true).ToInt64());
        Assert.Equal(1.5f, tensor(1.5f).to(ScalarType.BFloat16).ToSingle());
        Assert.Equal(ScalarType.Float64, tensor(1f).ToScalar().Type);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => (float)ones(2));
    }

    [Fact]
    public void Bytes_Written_AreTheElements()
    {
        Tensor x = empty(2, dtype: ScalarType.Int32);
        x.bytes = new byte[] { 1, 0, 0, 0, 0, 1, 0, 0 };
        Assert.Equal([1, 256], x.data<int>().ToArray());
        Assert.Equal(256, x.ReadCpuInt32(1));
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ReadCpuInt32(2));
    }

    [Fact]
    public void Accessor_Elements_AreReadAndWrittenInPlace()
    {
        Tensor x = zeros(2, 3);
        using (var data = x.data<float>())
        {
            data[1, 2] = 5;
            data.CopyFrom(new[] { 1f, 2f });
            Assert.Equal(5f, data[1, 2]);
            Assert.Equal(6, data.Count);
            Assert.Throws<ArgumentOutOfRangeException>(() => data[2, 0]);
        }
        Span<float> part = stackalloc float[4];
        x.data<float>().CopyTo(part, 0, 2);
        Assert.Equal([0f, 0f, 0f, 5f], part.ToArray());
        Assert.Equal(5f, ((float[,])x.data<float>().ToNDArray())[1, 2]);
        Assert.Equal([1f, 2f, 0f, 0f, 0f, 5f], x.data<float>());
    }

    [Fact]
    public void To_SameType_IsANewObjectOverTheSameMemory()
    {
        Tensor x = zeros(2);
        Tensor same = x.to(ScalarType.Float32);
        Assert.NotSame(x, same);
        same.add_((Scalar)1);
        Assert.Equal(1f, x[0].item<float>());
        Assert.Equal(1f, x.cpu().contiguous()[0].item<float>());
        Tensor copy = x.to(ScalarType.Float32, copy: true);
        copy.add_((Scalar)1);
        Assert.Equal(1f, x[0].item<float>());
        Assert.Equal([1L, 1L], x.type(ScalarType.Int64).data<long>().ToArray());
        Assert.Equal("[2], type = Float32, device = cpu", x.ToString());
        Assert.True(x.@double().@bool().all().item<bool>());
    }

    [Fact]
    public void To_DisposeAfter_DisposesTheSource()
    {
        Tensor x = zeros(2);
        Tensor y = x.to(ScalarType.Float64, disposeAfter: true);
        Assert.True(x.IsInvalid);
        Assert.False(y.IsInvalid);
    }

    [Fact]
    public void Device_Descriptions_Parse()
    {
        Assert.Equal("cpu", new Device("cpu").ToString());
        Assert.Equal("cuda:1", device("cuda:1").ToString());
        Assert.Equal(1, device("cuda:1").index);
        Assert.Equal(DeviceType.CUDA, CUDA.type);
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
        Assert.Throws<ArgumentException>(() => new Device("cuda:x"));
    }
}
