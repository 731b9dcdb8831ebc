using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Switches gradient recording on this thread until disposed.</summary>
internal sealed class GradModeGuard : IDisposable
{
    private readonly bool before = torch.is_grad_enabled();
    private bool closed;

    internal GradModeGuard(bool enabled) => TorchNative.fae_torch_set_grad_mode(enabled ? 1 : 0);

    public void Dispose()
    {
        if (!closed)
        {
            closed = true;
            TorchNative.fae_torch_set_grad_mode(before ? 1 : 0);
        }
    }
}
