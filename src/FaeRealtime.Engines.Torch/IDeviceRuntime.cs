using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Engines.Torch;

/// <summary>What the device engine needs beside TorchSharp.</summary>
internal interface IDeviceRuntime
{
    /// <summary>Prepares the calling thread, which makes and uses all tensors.</summary>
    /// <exception cref="NativeException">It is not there.</exception>
    void Enter();

    /// <summary>Captures what a computation queues, without computing it.</summary>
    /// <param name="compute">Works in place, on tensors that stay.</param>
    /// <returns>The graph; the caller disposes.</returns>
    /// <exception cref="NativeException">Something in it cannot be captured.</exception>
    ICapturedGraph Capture(Action compute);

    /// <summary>Where a contiguous tensor lies on its device.</summary>
    /// <exception cref="NativeException">It is not there.</exception>
    ulong AddressOf(torch.Tensor tensor);
}

/// <summary>A captured computation.</summary>
internal interface ICapturedGraph : IDisposable
{
    /// <summary>Queues it, on what its tensors hold now.</summary>
    void Replay();
}

/// <summary>A runtime that captures nothing, to compare.</summary>
/// <param name="runtime">Does the rest. Borrowed.</param>
internal sealed class EagerRuntime(IDeviceRuntime runtime) : IDeviceRuntime
{
    /// <inheritdoc/>
    public void Enter() => runtime.Enter();

    /// <inheritdoc/>
    public ICapturedGraph Capture(Action compute) => throw new NativeException("capture is switched off");

    /// <inheritdoc/>
    public ulong AddressOf(torch.Tensor tensor) => runtime.AddressOf(tensor);
}
