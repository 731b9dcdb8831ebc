using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Loading;

/// <summary>Loads libtorch and TorchSharp's native library (the shim) for the process, before TorchSharp is touched: its own attempt ends in a page of text on stdout that names the wrong cause.</summary>
/// <remarks>
/// The folder that <see cref="Variable"/> names comes first: its libraries are mapped by path, and the loader gives them to the shim by their names. TorchSharp itself looks for <c>torch_cpu</c> beside the program, so a program that
/// brings a libtorch cannot use another one: both would be mapped. Process-wide, as the libraries are.
/// </remarks>
public static unsafe class Libtorch
{
    /// <summary>The environment variable that names a folder with a libtorch (or its <c>lib</c>), such as Python's <c>torch/lib</c>.</summary>
    public const string Variable = "FAE_LIBTORCH";

    /// <summary>The file of libtorch's CPU part, by which everything here finds what is loaded already.</summary>
    public const string Cpu = "libtorch_cpu.so";

    /// <summary>The file of libtorch's CUDA part; only in a libtorch that has one.</summary>
    public const string Cuda = "libtorch_cuda.so";

    /// <summary>What failures to load it are about (<see cref="FaeException.Subject"/>).</summary>
    public const string Subject = nameof(Libtorch);

    /// <summary>The version that the shim was built for.</summary>
    public static readonly Version Expected = new(2, 10);

    private static readonly Lazy<LoadedLibtorch> Loaded = new(() => Load(Environment.GetEnvironmentVariable(Variable), ProgramFolders()), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Loads it, once a process.</summary>
    /// <exception cref="NativeException">There is none, or it or the shim does not load; the message says what helps.</exception>
    public static LoadedLibtorch Require() => Loaded.Value;

    /// <summary>The folder with libtorch that a variable's value names.</summary>
    /// <exception cref="NativeException">It has none.</exception>
    internal static string FolderOf(string named) =>
        new[] { named, Path.Combine(named, "lib") }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, Cpu)))
        ?? throw new NativeException($"{Variable} is '{named}', but neither that folder nor its lib has {Cpu}. Name the folder of a libtorch, such as Python's torch/lib.");

    /// <summary>Why the shim does not load, from what the loader said.</summary>
    internal static string Explain(string shim, string loader, string? libstdcxx)
    {
        const string missing = "version `";
        var start = loader.IndexOf(missing, StringComparison.Ordinal);
        if (start < 0)
        {
            return $"TorchSharp's native library {shim} cannot be loaded: {loader.Trim()} Restore the packages anew.";
        }

        start += missing.Length;
        var version = loader[start..Math.Max(start, loader.IndexOf('\'', start))];
        return $"TorchSharp's native library {shim} needs {version}, which {libstdcxx ?? "this system's libstdc++"} lacks. Build again (that mends the copy), or use a newer system.";
    }

    /// <summary>What to say of a version.</summary>
    internal static string WarningOf(Version version, string folder) => version.Major == Expected.Major && version.Minor == Expected.Minor
        ? string.Empty
        : $"libtorch in {folder} is {version}; TorchSharp's native library was built for {Expected}. What they do not share fails when it is called.";

    private static LoadedLibtorch Load(string? named, IReadOnlyList<string> programFolders)
    {
        var own = programFolders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, Cpu)));
        var folder = named is { Length: > 0 } ? Other(FolderOf(named), own) : own;
        if (folder is null)
        {
            throw new NativeException($"This build has no libtorch, which training, evaluation and the torch engine need. Reference the package libtorch-cpu-linux-x64, or name one with {Variable}.") { Subject = Subject };
        }

        string[] files = ["libc10.so", Cpu, Cuda, "libtorch.so"];
        nint cpu = 0;
        foreach (var path in files.Select(file => Path.Combine(folder, file)).Where(path => !path.EndsWith(Cuda, StringComparison.Ordinal) || File.Exists(path)))
        {
            LibraryFile.Require(path);
            try
            {
                var library = NativeLibrary.Load(path);
                cpu = path.EndsWith(Cpu, StringComparison.Ordinal) ? library : cpu;
            }
            catch (DllNotFoundException failure)
            {
                throw new NativeException($"libtorch in {folder} cannot be loaded: {failure.Message.Trim()}", failure);
            }
        }

        var version = VersionOf(cpu);
        return new LoadedLibtorch(folder, version, LoadShim(programFolders), WarningOf(version, folder));
    }

    // The same files by another way are no second libtorch.
    private static string Other(string named, string? own) => own is null || Final(named) == Final(own)
        ? named
        : throw new NativeException($"{Variable} is '{named}', but this program brings a libtorch of its own in {own}, and TorchSharp would load both. Build it without one: -p:FaeTorch=none.") { Subject = "OwnLibtorch" };

    private static string Final(string folder)
    {
        var file = Path.Combine(folder, Cpu);
        var real = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
        return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.Combine(real, Cpu);
    }

    private static string LoadShim(IReadOnlyList<string> folders)
    {
        const string name = "libLibTorchSharp.so";
        var shim = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new NativeException($"{name} is not in {string.Join(" or ", folders)}. Reference the package TorchSharp.") { Subject = Subject };
        LibraryFile.Require(shim);
        try
        {
            NativeLibrary.Load(shim);
            return shim;
        }
        catch (DllNotFoundException failure)
        {
            throw new NativeException(Explain(shim, failure.Message, MappedLibraries.Named("libstdc++.so.6") is [var libstdcxx, ..] ? libstdcxx : null), failure) { Subject = Subject };
        }
    }

    // Major, minor and patch in the three highest bytes (torch/headeronly/version.h).
    private static Version VersionOf(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var export))
        {
            return new Version(0, 0);
        }

        var version = ((delegate* unmanaged<ulong>)export)();
        return new Version((int)(version >> 56), (int)(version >> 48) & byte.MaxValue, (int)(version >> 40) & byte.MaxValue);
    }

    // Where the runtime looks for native libraries, as far as it tells, and where a build and a publish put them.
    private static IReadOnlyList<string> ProgramFolders()
    {
        var known = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        var beside = AppContext.BaseDirectory;
        return [.. known.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(beside).Append(Path.Combine(beside, "runtimes", "linux-x64", "native")).Distinct(StringComparer.Ordinal)];
    }
}

/// <summary>The libtorch of this process.</summary>
/// <param name="Folder">Where its libraries lie.</param>
/// <param name="Version">What it says itself, such as <c>2.10.0</c>.</param>
/// <param name="Shim">TorchSharp's native library over it.</param>
/// <param name="Warning">A sentence on what may not fit; empty for nothing.</param>
public sealed record LoadedLibtorch(string Folder, Version Version, string Shim, string Warning);
