using System.Globalization;
using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Host.Running;

/// <summary>The device that a command line names.</summary>
internal static class TorchDevice
{
    private const string Cuda = "cuda";

    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="ConfigException">Another name.</exception>
    /// <exception cref="NativeException">This libtorch sees no such device.</exception>
    public static torch.Device Parse(string name)
    {
        if (name == "cpu")
        {
            return torch.CPU;
        }

        var index = 0;
        if (name != Cuda && !(name.StartsWith(Cuda + ":", StringComparison.Ordinal) && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new ConfigException($"--device is '{name}'; give cpu, cuda or cuda:N.");
        }

        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < count
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new NativeException($"--device is '{name}', but this libtorch sees {count} CUDA devices. Use --device cpu, or a CUDA build of libtorch (FAE_LIBTORCH).");
    }
}
