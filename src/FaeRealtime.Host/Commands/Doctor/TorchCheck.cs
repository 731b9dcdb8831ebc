using System.Text;
using FaeRealtime.Native.Loading;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>libtorch, TorchSharp's native library over it, and the C++ library under both.</summary>
internal static class TorchCheck
{
    private const string TorchName = "libtorch";
    private const string ShimName = "TorchSharp";
    private const string CppName = "libstdc++";
    private const string CppFile = "libstdc++.so.6";

    // What TorchSharp's native library wants of libstdc++, and Debian 12's lacks.
    private const string CppVersion = "GLIBCXX_3.4.32";
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
        var path = MappedLibraries.Named(Libtorch.Cpu) is [var mapped, ..] ? mapped : "a library that the system does not name";
        var cuda = torch.cuda.is_available() ? $"{torch.cuda.device_count()} CUDA devices" : "no CUDA";
        var warning = loaded.Warning.Length > 0 ? $" ({loaded.Warning})" : string.Empty;
        return new Finding(TorchName, true, $"{loaded.Version}, {torch.get_num_threads()} threads, {cuda}: {path}{warning}");
    }

    private static Finding Shim(LoadedLibtorch loaded)
    {
        var version = typeof(torch).Assembly.GetName().Version;

        // It is loaded, so where the C++ library lacks what it names, the build has mended the copy (src/build/CopyTorchShim.cs).
        var old = MappedLibraries.Named(CppFile) is [var path, ..] && !Names(path) && Names(loaded.Shim);
        return new Finding(ShimName, true, $"{version?.ToString(3)}, {(old ? $"mended for an older libstdc++ (its {CppVersion} is weak)" : "as its package brings it")}: {loaded.Shim}");
    }

    private static Finding Cpp() => MappedLibraries.Named(CppFile) is [var path, ..]
        ? new Finding(CppName, true, $"{(Names(path) ? "has" : "lacks")} {CppVersion}: {path}")
        : Finding.Missing(CppName, "not loaded", Costs, "sudo apt-get install libstdc++6");

    private static bool Names(string library) => File.ReadAllBytes(library).AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{CppVersion}\0")) >= 0;
}
