namespace TorchSharp.Modules;

internal static class Gradients
{
    internal static void Clear(torch.Tensor parameter, bool release)
    {
        using torch.Tensor? gradient = parameter.grad;
        if (gradient is null)
        {
            return;
        }

        if (release)
        {
            parameter.grad = null;
            return;
        }

        using IDisposable guard = torch.no_grad();
        gradient.zero_();
    }
}
