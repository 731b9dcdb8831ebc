using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>A thread that computes on a CUDA device, on a stream of its own. All calls on that thread.</summary>
public sealed unsafe class CudaThread
{
    private const byte NormalPriority = 0;

    private readonly CudaLibraries _cuda;
    private readonly int _device;
    private readonly nint _work;
    private nint _capture;
    private nint _quiet;
    private int _graphs;

    private CudaThread(CudaLibraries cuda, int device, nint work) => (_cuda, _device, _work) = (cuda, device, work);

    /// <summary>Whether streams and graphs are there, on a process that has used a CUDA device.</summary>
    /// <param name="reason">Why not, as the end of a sentence without a full stop.</param>
    public static bool IsAvailable(out string reason)
    {
        try
        {
            _ = CudaLibraries.Open();
            reason = string.Empty;
            return true;
        }
        catch (NativeException absent)
        {
            reason = absent.Message.TrimEnd('.');
            return false;
        }
    }

    /// <summary>From now on the calling thread computes on a stream of its own. Tensors that it made before must be finished.</summary>
    /// <param name="device">The device's number among those that the process sees.</param>
    /// <exception cref="NativeException">libtorch has no CUDA or is older than 2.10, there is no driver, or the device refuses.</exception>
    public static CudaThread Enter(int device) => Enter(CudaLibraries.Open(), device);

    /// <summary>Where a tensor lies, which TorchSharp does not tell for a device.</summary>
    /// <param name="handle">TorchSharp's handle of a contiguous tensor. Borrowed.</param>
    /// <exception cref="NativeException">There is no libtorch, or the tensor is not contiguous.</exception>
    public static TensorPlace Locate(nint handle) => TensorInterface.Locate(handle);

    /// <summary>Waits until what the thread has queued is computed.</summary>
    /// <exception cref="NativeException">A computation failed.</exception>
    public void Wait() => TorchCuda.Check(_cuda.Torch.Synchronize(_work, _device), $"A computation on CUDA device {_device} failed");

    /// <summary>Records a computation. It has run before at least once, so that libraries have set themselves up; while it is recorded it computes nothing.</summary>
    /// <param name="compute">
    /// Queues the computation. It may neither wait for the device nor read from it; its inputs and results are tensors from before, which live as long as the graph; what it makes on the way it frees again.
    /// </param>
    /// <returns>The graph; the caller disposes, on this thread.</returns>
    /// <exception cref="NativeException">Something in the computation cannot be recorded.</exception>
    public CudaGraph Record(Action compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return CudaGraph.Record(this, compute);
    }

    internal static CudaThread Enter(CudaLibraries cuda, int device)
    {
        // The guard is left for the thread's life: it is what makes the device the current one.
        nint guard, work;
        TorchCuda.Check(cuda.Torch.CreateGuard(device, &guard), $"CUDA device {device} cannot be used");
        TorchCuda.Check(cuda.Torch.StreamFromPool(NormalPriority, device, &work), $"A stream of CUDA device {device} cannot be had");
        TorchCuda.Check(cuda.Torch.SetStream(work, device), $"A stream of CUDA device {device} cannot be used");
        return new CudaThread(cuda, device, work);
    }

    /// <summary>Records a computation into a graph of the driver.</summary>
    /// <exception cref="NativeException">Something in it cannot be recorded.</exception>
    internal CapturedGraph Capture(Action compute)
    {
        Wait();
        Borrow();
        GraphHandle? graph = null;
        try
        {
            var witness = On(_quiet, () => CacheWitness.Place(_cuda));
            graph = On(_capture, () => Record(_cuda.Driver, compute));
            return witness.Holds
                ? new CapturedGraph(graph, witness, _cuda.Driver, _work, GiveBack)
                : throw new NativeException($"CUDA device {_device} had no memory left while the computation was recorded.");
        }
        catch
        {
            graph?.Dispose();
            GiveBack();
            throw;
        }
    }

    private T On<T>(nint stream, Func<T> act)
    {
        TorchCuda.Check(_cuda.Torch.SetStream(stream, _device), $"A stream of CUDA device {_device} cannot be used");
        try
        {
            return act();
        }
        finally
        {
            // Throwing here would hide what went wrong; a stream that was set before can be set again.
            _ = _cuda.Torch.SetStream(_work, _device);
        }
    }

    private GraphHandle Record(CaptureDriver driver, Action compute)
    {
        driver.Check(driver.BeginCapture(_capture, CaptureDriver.ThreadLocal), "A recording cannot begin");
        nint graph = 0;
        var ended = 0;
        try
        {
            compute();
        }
        finally
        {
            // The stream must leave the capture in any case; after a failure the graph is none, and says no more than what led to it.
            ended = driver.EndCapture(_capture, &graph);
        }

        try
        {
            driver.Check(ended, "The computation cannot be recorded");
            nint executable;
            driver.Check(driver.Instantiate(&executable, graph, 0), "The recorded computation cannot be made ready");
            return new GraphHandle(driver, executable);
        }
        finally
        {
            _ = graph == 0 ? 0 : driver.DestroyGraph(graph);
        }
    }

    private void Borrow()
    {
        if (_graphs == 0)
        {
            _capture = CaptureStreams.Lend(_cuda.Torch, _device);
            try
            {
                _quiet = CaptureStreams.Lend(_cuda.Torch, _device);
            }
            catch (NativeException)
            {
                CaptureStreams.Return(_device, _capture);
                throw;
            }
        }

        _graphs++;
    }

    private void GiveBack()
    {
        _graphs--;

        // A graph that is gone may still be running, on memory that belongs to the capture stream: the next user of that stream must not be given it. Where the device does not even say that it is done,
        // nobody gets the streams again.
        if (_graphs == 0 && _cuda.Torch.Synchronize(_work, _device) == 0)
        {
            CaptureStreams.Return(_device, _capture);
            CaptureStreams.Return(_device, _quiet);
        }
    }
}
