using FaeRealtime.Native.Loading;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>libtorch, TorchSharp's native library over it, and the C++ library under both.</summary>
internal static class TorchCheck
{
    private const string TorchName = "libtorch";
    private const string ShimName = "TorchSharp";
    private const string CppName = "libstdc++";
    private const string Setup = "./fae setup";
    private const string Costs = "no training, evaluation, import, or --engine torch; watching and making pictures go on with the CPU engine";

    /// <summary>Loads libtorch, then looks at what came with it.</summary>
    public static IEnumerable<Finding> All()
    {
        yield return DoctorReport.Guarded(() => Torch(Libtorch.Require()), reason => Finding.Missing(TorchName, reason, Costs, Setup));
        yield return DoctorReport.Guarded(() => Shim(Libtorch.Require()), reason => Finding.Missing(ShimName, $"not loaded: {reason}", Costs, Setup));
        yield return Cpp();
    }

    private static Finding Torch(LoadedLibtorch loaded)
    {
        using var one = torch.ones(1L);
        var path = MappedLibraries.Named("libtorch_cpu.so") is [var mapped, ..] ? mapped : "a library that the system does not name";
        var cuda = torch.cuda.is_available() ? $"{torch.cuda.device_count()} CUDA devices" : "no CUDA";
        var warning = loaded.Warning.Length > 0 ? $" ({loaded.Warning})" : string.Empty;
        return new Finding(TorchName, true, $"{loaded.Version}, {torch.get_num_threads()} threads, {cuda}: {path}{warning}");
    }

    private static Finding Shim(LoadedLibtorch loaded)
    {
        var version = typeof(torch).Assembly.GetName().Version;
        var state = ShimFile.WeakName(loaded.Shim) switch
        {
            true => $"mended for an older libstdc++ ({ShimFile.Name} is weak)",
            false => "as its package brings it",
            null => $"names no {ShimFile.Name}",
        };
        return new Finding(ShimName, true, $"{version?.ToString(3)}, {state}: {loaded.Shim}");
    }

    private static Finding Cpp() => MappedLibraries.Named("libstdc++.so.6") is [var path, ..]
        ? new Finding(CppName, true, $"{(ShimFile.Defines(path) ? "has" : "lacks")} {ShimFile.Name}: {path}")
        : Finding.Missing(CppName, "not loaded", Costs, "sudo apt-get install libstdc++6");
}
