using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Inference mode on this thread until disposed there. No finalizer: on its thread the native guard could not be undone.</summary>
internal sealed class InferenceModeGuard : IDisposable
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private nint guard;

    internal InferenceModeGuard(bool mode) => TorchError.Check(TorchNative.fae_torch_inference_guard(mode ? 1 : 0, out guard));

    public void Dispose()
    {
        if (guard == 0)
        {
            return;
        }
        if (thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException($"Inference mode was entered on thread {thread} and is left on thread {Environment.CurrentManagedThreadId}: leave it where it was entered.");
        }
        TorchError.Check(TorchNative.fae_torch_inference_guard_free(guard));
        guard = 0;
    }
}
