using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>Networks that are used, not trained.</summary>
internal static class ModuleFreezing
{
    /// <summary>Takes every parameter out of gradients and switches to evaluation.</summary>
    /// <param name="module">The network, changed in place.</param>
    /// <returns>The same network.</returns>
    public static T Freeze<T>(this T module)
        where T : nn.Module
    {
        foreach (var parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }

        module.eval();
        return module;
    }
}
