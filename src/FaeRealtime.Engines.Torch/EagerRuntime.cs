using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Engines.Torch;

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
