using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;

namespace FaeRealtime.Native.Tests.Graphs;

/// <summary>Which calls go to libtorch and the driver, in which order, and what follows where one of them fails. What a device makes of them is for tests/gpu.</summary>
[Collection(nameof(FakeCuda))]
public sealed class CudaGraphTests
{
    private const nint Work = FakeCuda.FirstNormal;
    private const nint Capture = FakeCuda.FirstHigh;
    private const nint Quiet = FakeCuda.FirstHigh + 1;

    [Fact]
    public void Enter_Device_ComputesOnAStreamOfItsOwn()
    {
        using var cuda = new FakeCuda();
        CudaThread.Enter(cuda.Libraries, 2).Wait();
        Assert.Equal(["guard 2", "pool 0 2", $"use {Work} 2", $"wait {Work} 2"], cuda.Calls);
    }

    [Fact]
    public void Record_Computation_IsCapturedOnAStreamThatNothingElseUses()
    {
        using var cuda = new FakeCuda();
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        cuda.Calls.Clear();
        using (var graph = thread.Record(() => cuda.Calls.Add($"compute on {cuda.Stream}, captured {cuda.Capturing}")))
        {
            Assert.True(graph.IsRecorded);
            Assert.Equal(
                [
                    $"wait {Work} 0", "pool 1 0", "pool 1 0",
                    $"use {Quiet} 0", $"allocate on {Quiet}", "free 70000", $"use {Work} 0",
                    $"use {Capture} 0", $"begin {Capture} 1", $"compute on {Capture}, captured {Capture}", $"end {Capture}", "ready 800 0", "drop 800", $"use {Work} 0",
                ],
                cuda.Calls);
            cuda.Calls.Clear();
            graph.Replay();
            graph.Replay();
            Assert.Equal([$"launch 901 {Work}", $"launch 901 {Work}"], cuda.Calls);
            Assert.Equal(Work, cuda.Stream);
        }

        Assert.Equal(["drop 901", $"wait {Work} 0"], cuda.Calls[^2..]);
    }

    [Fact]
    public void Dispose_LastOfSeveral_WaitsBeforeTheStreamsGoToOthers()
    {
        using var cuda = new FakeCuda();
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        var (one, two) = (thread.Record(() => { }), thread.Record(() => { }));
        two.Replay();
        cuda.Calls.Clear();
        one.Dispose();
        Assert.DoesNotContain(cuda.Calls, call => call.StartsWith("wait", StringComparison.Ordinal));
        two.Dispose();
        Assert.Equal(["drop 901", "drop 902", $"wait {Work} 0"], cuda.Calls);
    }

    [Fact]
    public void Dispose_DeviceDoesNotEnd_LendsItsStreamsToNobody()
    {
        // A device number of its own: what is lent is written down for the whole process.
        using var cuda = new FakeCuda();
        var captured = new List<nint>();
        var lost = CudaThread.Enter(cuda.Libraries, 7).Record(() => captured.Add(cuda.Capturing));
        cuda.Failures["Synchronize"] = 700;
        lost.Dispose();
        cuda.Failures.Clear();
        var thread = CudaThread.Enter(cuda.Libraries, 7);
        for (var i = 0; i < 40; i++)
        {
            thread.Record(() => captured.Add(cuda.Capturing)).Dispose();
        }

        Assert.DoesNotContain(captured[0], captured[1..]);
        Assert.DoesNotContain(captured[0] + 1, captured[1..]);
    }

    [Fact]
    public void Record_SeveralOfOneThread_ShareItsStreamAndAnotherThreadNeverDoes()
    {
        using var cuda = new FakeCuda();
        var (first, second) = (CudaThread.Enter(cuda.Libraries, 0), CudaThread.Enter(cuda.Libraries, 0));
        var captured = new List<nint>();
        void Note() => captured.Add(cuda.Capturing);
        using var one = first.Record(Note);

        // The pool hands out the same streams again and again; those of living graphs are passed over.
        for (var i = 0; i < 40; i++)
        {
            second.Record(Note).Dispose();
        }

        using var two = first.Record(Note);
        Assert.Equal(captured[0], captured[^1]);
        Assert.DoesNotContain(captured[0], captured[1..^1]);
        Assert.DoesNotContain(captured[0] + 1, captured[1..^1]);
    }

    [Fact]
    public void Record_AllStreamsHaveGraphs_SaysSoAndLeavesNothing()
    {
        using var cuda = new FakeCuda();
        var graphs = Enumerable.Range(0, 16).Select(_ => CudaThread.Enter(cuda.Libraries, 0).Record(() => { })).ToList();
        var late = CudaThread.Enter(cuda.Libraries, 0);
        Assert.Contains("in use", Assert.Throws<NativeException>(() => late.Record(() => { })).Message, StringComparison.Ordinal);
        graphs[3].Dispose();
        graphs[3].Dispose();
        graphs[3] = late.Record(() => { });
        graphs.ForEach(graph => graph.Dispose());
    }

    [Fact]
    public void Record_ComputationFails_LeavesTheCaptureAndTheStream()
    {
        using var cuda = new FakeCuda();
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        cuda.Failures["EndCapture"] = 901;
        Assert.Equal("what it was", Assert.Throws<InvalidOperationException>(() => thread.Record(() => throw new InvalidOperationException("what it was"))).Message);
        Assert.Equal((Work, 0), (cuda.Stream, cuda.Capturing));
    }

    [Theory]
    [InlineData("BeginCapture", "A recording cannot begin (CUDA_ERROR_STREAM_CAPTURE_INVALIDATED: operation failed")]
    [InlineData("EndCapture", "The computation cannot be recorded (")]
    [InlineData("Instantiate", "The recorded computation cannot be made ready (")]
    [InlineData("Allocate", "A piece of device memory cannot be made")]
    [InlineData("FromPool", "A stream of CUDA device 0 cannot be had")]
    [InlineData("Synchronize", "A computation on CUDA device 0 failed")]
    public void Record_CallFails_SaysWhichAndCanBeAskedAgain(string function, string message)
    {
        using var cuda = new FakeCuda();
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        cuda.Failures[function] = 901;
        Assert.StartsWith(message, Assert.Throws<NativeException>(() => thread.Record(() => { })).Message, StringComparison.Ordinal);
        Assert.Equal(Work, cuda.Stream);
        cuda.Failures.Clear();
        thread.Record(() => { }).Dispose();
    }

    [Fact]
    public void Record_MemoryIsGivenBackMeanwhile_Throws()
    {
        using var cuda = new FakeCuda();
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        Assert.Contains("no memory left", Assert.Throws<NativeException>(() => thread.Record(() => cuda.Buffer = 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_AllocatorKeepsNothing_NamesTheVariable()
    {
        using var cuda = new FakeCuda { Buffer = null };
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        Assert.Contains("PYTORCH_NO_CUDA_MEMORY_CACHING", Assert.Throws<NativeException>(() => thread.Record(() => { })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2ul)]
    public void Replay_MemoryWasGivenBack_ComputesOnceAndRecordsAnew(ulong? after)
    {
        using var cuda = new FakeCuda();
        var thread = CudaThread.Enter(cuda.Libraries, 0);
        var (computed, captured) = (0, 0);
        using var graph = thread.Record(() => _ = cuda.Capturing == 0 ? computed++ : captured++);
        Assert.Equal((0, 1), (computed, captured));
        cuda.Calls.Clear();
        cuda.Buffer = after;
        if (after is null)
        {
            // Gone and not yet replaced: nothing can be recorded either, so it stays as it is from then on.
            graph.Replay();
            Assert.Equal((1, 1, false), (computed, captured, graph.IsRecorded));
            graph.Replay();
            Assert.Equal((2, 1), (computed, captured));
        }
        else
        {
            graph.Replay();
            Assert.Equal((1, 2, true), (computed, captured, graph.IsRecorded));
            Assert.DoesNotContain(cuda.Calls, call => call.StartsWith("launch", StringComparison.Ordinal));
            graph.Replay();
            Assert.Equal($"launch 902 {Work}", cuda.Calls[^1]);
        }
    }

    [Fact]
    public void Replay_DeviceRefuses_SaysWhy()
    {
        using var cuda = new FakeCuda();
        using var graph = CudaThread.Enter(cuda.Libraries, 0).Record(() => { });
        cuda.Failures["Launch"] = 700;
        Assert.StartsWith("A recorded computation cannot run (", Assert.Throws<NativeException>(graph.Replay).Message, StringComparison.Ordinal);
        graph.Dispose();
        Assert.Throws<ObjectDisposedException>(graph.Replay);
    }

    [Fact]
    public void Open_LibraryLacksAFunction_NamesItAndTheVersion()
    {
        var failure = Assert.Throws<NativeException>(() => new TorchCuda(name => name == "torch_cuda_stream_synchronize" ? 0 : 1));
        Assert.Equal("libtorch_cuda.so lacks torch_cuda_stream_synchronize. Use a libtorch of 2.10 or later.", failure.Message);
        Assert.Contains("CUDA 11.4", Assert.Throws<NativeException>(() => new CaptureDriver(_ => 0)).Message, StringComparison.Ordinal);
    }
}
