using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Scopes;

public sealed class GradModeTests
{
    [Fact]
    public void NoGrad_Nested_IsRestored()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
            Assert.False(is_grad_enabled());
        }
        using (set_grad_enabled(false))
        {
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void InferenceMode_Tensors_RecordNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void InferenceMode_LeftOnAnotherThread_IsRefused()
    {
        using IDisposable guard = inference_mode();
        Exception? error = null;
        var other = new Thread(() => error = Record.Exception(guard.Dispose));
        other.Start();
        other.Join();
        Assert.IsType<InvalidOperationException>(error);
        Assert.True(is_inference_mode_enabled());
    }
}
