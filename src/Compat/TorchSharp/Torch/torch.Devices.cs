using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda_is_available(),
        _ => false,
    };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    /// <summary>The device with its index made explicit, once it is known to work; the processor for null.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device.type == DeviceType.CUDA && device.index < 0 ? new Device(DeviceType.CUDA, 0) : device;
    }

    public static bool cuda_is_available() => cuda.device_count() > 0;

    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            TorchError.Check(TorchNative.fae_torch_cuda_count(out int count));
            return count;
        }

        public static void manual_seed(long seed) => TorchError.Check(TorchNative.fae_torch_cuda_manual_seed(unchecked((ulong)seed), 0));

        public static void manual_seed_all(long seed) => TorchError.Check(TorchNative.fae_torch_cuda_manual_seed(unchecked((ulong)seed), 1));

        public static void synchronize(Device? device = null)
            => TorchError.Check(TorchNative.fae_torch_cuda_synchronize(device?.index ?? -1));
    }
}
