using TorchSharp;

namespace FaeRealtime.Host.Doctor;

/// <summary>libtorch, and the BLAS that it multiplies with.</summary>
internal static class TorchCheck
{
    private const string TorchName = "libtorch";
    private const string BlasName = "BLAS";
    private const string Setup = "./fae setup --live-only";
    private const string OpenBlas = "sudo apt-get install libopenblas0-openmp";
    private const string Costs = "no training, evaluation, import, or --engine torch; watching and making pictures go on with the CPU engine";

    /// <summary>Loads libtorch, then looks at what came with it.</summary>
    public static IEnumerable<Finding> All()
    {
        var torch = DoctorReport.Guarded(Libtorch, reason => Finding.Missing(TorchName, reason, Costs, Setup));
        yield return torch;
        yield return torch.Found
            ? DoctorReport.Guarded(Blas, reason => NoBlas(reason, OpenBlas))
            : NoBlas("unknown, because libtorch does not load", Setup);
    }

    private static Finding Libtorch()
    {
        using var one = torch.ones(1L);
        var path = MappedLibrary.Named("libtorch_cpu.so") ?? "a library that the system does not name";
        var version = VersionOf(path);
        var cuda = torch.cuda.is_available() ? $"{torch.cuda.device_count()} CUDA devices" : "no CUDA";
        return new Finding(TorchName, true, $"{(version.Length > 0 ? version : "of unknown version")}, {torch.get_num_threads()} threads, {cuda}: {path}");
    }

    // Debian writes the version into the file's name, PyTorch into files beside it.
    private static string VersionOf(string path)
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(path)) ?? string.Empty;
        var archive = Path.Combine(root, "build-version");
        return File.Exists(archive) ? File.ReadAllText(archive).Trim() : MappedLibrary.Version(path);
    }

    // Debian's libblas.so.3 is a link to whichever implementation was chosen; a libtorch of PyTorch's own has MKL or OpenBLAS inside.
    private static Finding Blas()
    {
        if (MappedLibrary.Named("libopenblas", "libmkl_", "libblas.so", "libblis") is not { } path)
        {
            return new Finding(BlasName, true, "inside libtorch");
        }

        var openblas = path.Contains("openblas", StringComparison.Ordinal);
        var reference = !openblas && Path.GetFileName(path).StartsWith("libblas", StringComparison.Ordinal) && path.Contains("/blas/", StringComparison.Ordinal);
        return reference ? NoBlas($"the reference BLAS: {path}", OpenBlas) : new Finding(BlasName, true, $"{(openblas ? "OpenBLAS" : Path.GetFileName(path))}: {path}");
    }

    private static Finding NoBlas(string reason, string command) => Finding.Missing(
        BlasName, reason, "training and --engine torch multiply more than ten times slower; the CPU engine has its own products", command);
}
