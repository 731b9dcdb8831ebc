using System.Runtime.InteropServices;
using System.Text;

namespace FaeRealtime.Graphics.Cuda;

/// <summary>The NVIDIA driver of the machine and its devices, as far as the driver tells.</summary>
/// <param name="Version">The CUDA version that the driver is made for, such as <c>12.4</c>; null without a driver.</param>
/// <param name="Devices">Names of the devices that this process sees.</param>
/// <param name="Reason">Why there is no driver or no device; the end of a sentence, without a full stop. Empty where there is one.</param>
public sealed unsafe record CudaDriver(string? Version, IReadOnlyList<string> Devices, string Reason)
{
    private const int LongestName = 256;

    /// <summary>Asks the driver. Never throws for what is absent.</summary>
    public static CudaDriver Read()
    {
        if (!CudaLibrary.TryLoad(out var cuda, out var reason) || !NativeLibrary.TryLoad("libcuda.so.1", out var handle))
        {
            return new CudaDriver(null, [], reason);
        }

        var (version, count) = (0, 0);
        var getVersion = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(handle, "cuDriverGetVersion");
        var getCount = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(handle, "cuDeviceGetCount");
        var getName = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(handle, "cuDeviceGetName");
        var status = getVersion(&version);
        status = status == 0 ? getCount(&count) : status;
        if (status != 0)
        {
            return new CudaDriver(null, [], $"the CUDA driver does not answer: {cuda.Describe(status)}");
        }

        var name = stackalloc byte[LongestName];
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = getName(name, LongestName, i) == 0 ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)) : $"device {i}";
        }

        return new CudaDriver($"{version / 1000}.{version % 1000 / 10}", names, count == 0 ? "the driver sees no device" : string.Empty);
    }
}
