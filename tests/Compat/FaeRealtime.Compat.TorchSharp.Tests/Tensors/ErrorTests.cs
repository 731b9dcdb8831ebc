using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Matmul_WrongShapes_ThrowsWithBothShapes()
    {
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(4, 5)));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message.Split('\n')[0]);
    }

    [Fact]
    public void Operators_WrongArguments_Throw()
    {
        Assert.Throws<ExternalException>(() => ones(2) + ones(3));
        Assert.Throws<ExternalException>(() => ones(2, 3).view(5));
        Assert.Throws<ExternalException>(() => cat([ones(2), ones(2, 2)]));
        Assert.Throws<ExternalException>(() => ones(2).sum(3L));
        Assert.Throws<ExternalException>(() => ones(2).requires_grad_().add_((Scalar)1));
        Assert.Throws<ExternalException>(() => arange(3).requires_grad = true);
    }

    [Fact]
    public void Disposed_AnyUse_ThrowsInvalidOperation()
    {
        Tensor x = ones(2);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        foreach (Action use in new Action[] { () => x.add(x), () => _ = x.shape, () => _ = x.Handle, () => x.add_((Scalar)1), () => cat([x]), () => _ = x[0], () => x.item<float>() })
        {
            Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(use).Message);
        }
    }

    [Fact]
    public void Cuda_Absent_ThrowsInvalidOperation()
    {
        if (cuda_is_available())
        {
            Assert.Equal(DeviceType.CUDA, ones(2).to("cuda").device_type);
            return;
        }
        Assert.Equal(0, cuda.device_count());
        Assert.Throws<InvalidOperationException>(() => ones(2).to("cuda"));
        Assert.Throws<InvalidOperationException>(() => zeros(2, device: CUDA));
    }

    // libtorch symbolises a backtrace for each error unless told not to: 2.5 ms against microseconds, plus .NET's own throw.
    [Fact]
    public void Error_Thousand_CostsNoBacktrace()
    {
        Tensor a = ones(2, 3), b = ones(4, 5);
        Assert.Throws<ExternalException>(() => a.matmul(b));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 1000; i++)
        {
            try
            {
                a.matmul(b);
            }
            catch (ExternalException)
            {
            }
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Assert.True(elapsed < TimeSpan.FromSeconds(1.5), $"1000 errors took {elapsed.TotalMilliseconds} ms");
    }
}
