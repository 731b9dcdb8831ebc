using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Engines.Torch;

/// <summary>A runtime that records nothing, to compare.</summary>
/// <param name="runtime">Does the rest. Borrowed.</param>
internal sealed class EagerRuntime(IDeviceRuntime runtime) : IDeviceRuntime
{
    /// <inheritdoc/>
    public void Enter() => runtime.Enter();

    /// <inheritdoc/>
    public IRecording Record(Action compute) => throw new NativeException("recording is switched off");

    /// <inheritdoc/>
    public ulong AddressOf(torch.Tensor tensor) => runtime.AddressOf(tensor);
}
