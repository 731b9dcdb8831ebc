using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Threads;

public sealed class ThreadTests
{
    [Fact]
    public void Operators_FromSeveralThreads_GiveTheSameValues()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = arange(0f, 64f).view(8, 8);
        float expected = weight.matmul(weight).sum().item<float>();
        OnThreads(4, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                using DisposeScope own = NewDisposeScope();
                Assert.Equal(expected, weight.matmul(weight).sum().item<float>());
            }
        });
    }

    [Fact]
    public void Errors_OnSeveralThreads_KeepTheirOwnMessage()
        => OnThreads(4, thread =>
        {
            using DisposeScope own = NewDisposeScope();
            Tensor a = ones(2, thread + 10), b = ones(3, 3);
            for (int i = 0; i < 50; i++)
            {
                var error = Assert.Throws<ExternalException>(() => a.matmul(b));
                Assert.Contains($"(2x{thread + 10} and 3x3)", error.Message, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void Modes_OfOneThread_DoNotReachAnother()
    {
        using IDisposable guard = no_grad();
        OnThreads(1, _ =>
        {
            Assert.True(is_grad_enabled());
            Assert.Null(CurrentDisposeScope);
        });
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Backward_OnSeveralThreads_AccumulatesPerLeaf()
        => OnThreads(4, thread =>
        {
            using DisposeScope own = NewDisposeScope();
            Tensor x = full(4, (Scalar)thread, ScalarType.Float32, requires_grad: true);
            for (int i = 0; i < 25; i++)
            {
                x.square().sum().backward();
            }
            Assert.Equal(50f * thread, x.grad![0].item<float>());
        });

    [Fact]
    public void Threads_Default_IsTheNumberOfCores()
    {
        Assert.InRange(get_num_threads(), 1, Environment.ProcessorCount);
        Assert.True(get_num_interop_threads() >= 1);
    }

    private static void OnThreads(int count, Action<int> body)
    {
        var errors = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            if (Record.Exception(() => body(number)) is { } error)
            {
                errors.Enqueue(error);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(errors);
    }
}
