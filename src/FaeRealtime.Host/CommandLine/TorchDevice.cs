using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using TorchSharp;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The device that a command line names.</summary>
internal static class TorchDevice
{
    private const string Cpu = "cpu";
    private const string Cuda = "cuda";

    /// <summary>The device of an engine.</summary>
    /// <exception cref="NativeException">There is no libtorch.</exception>
    public static torch.Device Of(FrameEngineOptions engine)
    {
        TorchLibrary.Use();
        return Named(engine);
    }

    /// <summary>The type of weights that a command line names.</summary>
    /// <param name="name"><c>fp32</c>, <c>bf16</c>, or null for the device's usual one.</param>
    /// <exception cref="ConfigException">Another name.</exception>
    public static torch.ScalarType? ParsePrecision(string? name) => name switch
    {
        null => null,
        "fp32" => torch.ScalarType.Float32,
        "bf16" => torch.ScalarType.BFloat16,
        _ => throw UnknownPrecision(name),
    };

    /// <summary>The refusal of a type that no engine has.</summary>
    public static ConfigException UnknownPrecision(string name) => new($"--precision is '{name}'; give fp32 or bf16.");

    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="ConfigException">Another name.</exception>
    /// <exception cref="NativeException">There is no libtorch, or it sees no such device.</exception>
    public static torch.Device Parse(string name)
    {
        var index = 0;
        if (name != Cpu && name != Cuda && !(name.StartsWith(Cuda + ":", StringComparison.Ordinal) && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new ConfigException($"--device is '{name}'; give cpu, cuda or cuda:N.");
        }

        TorchLibrary.Use();
        return name == Cpu ? OnCpu() : OnCuda(name, index);
    }

    // Methods of their own: a run that does not call them loads nothing of TorchSharp.
    private static torch.Device Named(FrameEngineOptions engine) => engine is TorchEngineOptions torch ? torch.Device : TorchSharp.torch.CPU;

    private static torch.Device OnCpu() => torch.CPU;

    private static torch.Device OnCuda(string name, int index)
    {
        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < count
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new NativeException($"--device is '{name}', but this libtorch sees {count} CUDA devices. Use --device cpu, or a CUDA build of libtorch (FAE_LIBTORCH).");
    }
}
