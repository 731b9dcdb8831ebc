using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Native;

/// <summary>Finds the bridge and libtorch, and refuses a pair that was not built for each other.</summary>
internal static unsafe class TorchLoader
{
    private const string LibtorchVariable = "FAE_LIBTORCH";

    private static readonly Lock gate = new();
    private static nint bridge;

    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(TorchLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != TorchNative.Library)
        {
            return 0;
        }
        lock (gate)
        {
            if (bridge == 0)
            {
                nint loaded = Load();
                Initialise(loaded);
                bridge = loaded;
            }
            return bridge;
        }
    }

    private static nint Load()
    {
        string? libtorch = Environment.GetEnvironmentVariable(LibtorchVariable);
        if (!string.IsNullOrEmpty(libtorch))
        {
            PreloadLibtorch(libtorch);
        }
        string file = NativeFolder.PathOf("libfae_torch.so");
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException(
                $"The libtorch bridge {file} cannot be loaded: {error.Message} Install libtorch (Debian: libtorch1.13, libopenblas0-openmp), or set {LibtorchVariable} to the libtorch folder that the bridge was built for, or {NativeFolder.Variable} to the folder of a bridge built for yours.", error);
        }
    }

    // Mapping them first by path makes the loader reuse them for the bridge, whatever search path that has.
    private static void PreloadLibtorch(string libtorch)
    {
        string folder = Path.Combine(libtorch, "lib");
        foreach (string name in (ReadOnlySpan<string>)["libc10.so", "libtorch_cpu.so"])
        {
            string file = Path.Combine(folder, name);
            if (!File.Exists(file))
            {
                throw new DllNotFoundException($"{LibtorchVariable} is {libtorch}, but {file} does not exist. Set it to a libtorch folder or a Python torch package.");
            }
            NativeLibrary.Load(file);
        }
    }

    // Through function pointers: the imports of TorchNative cannot be used while they are being resolved.
    private static void Initialise(nint library)
    {
        string version = Text(library, "fae_torch_version");
        string mapped = Text(library, "fae_torch_mapped_path");
        CheckVersion(version, mapped);
        LoadCuda(mapped);
        var initialise = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "fae_torch_initialise");
        int threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 } ? 0 : PhysicalCores.Count();
        if (initialise(threads) != 0)
        {
            throw new DllNotFoundException($"libtorch {version} at {mapped} does not initialise.");
        }
    }

    // The bridge names only the processor's libraries; CUDA's register themselves when they are mapped.
    private static void LoadCuda(string mapped)
    {
        string cuda = Path.Combine(LibtorchVersion.Folder(mapped) ?? "", "libtorch_cuda.so");
        if (File.Exists(cuda))
        {
            NativeLibrary.Load(cuda);
        }
    }

    private static string Text(nint library, string export)
    {
        var function = (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, export);
        byte* buffer = stackalloc byte[4096];
        return Encoding.UTF8.GetString(buffer, function(buffer, 4096));
    }

    private static void CheckVersion(string built, string mapped)
    {
        string? found = LibtorchVersion.Beside(mapped);
        if (found is not null && LibtorchVersion.Short(found) != LibtorchVersion.Short(built))
        {
            throw new DllNotFoundException(
                $"The libtorch bridge was built for libtorch {built}, but {mapped} is {found}. Build the bridge for it (cmake -DFAE_LIBTORCH=...) or set {LibtorchVariable} to libtorch {built}.");
        }
        string? wanted = Environment.GetEnvironmentVariable(LibtorchVariable);
        if (!string.IsNullOrEmpty(wanted) && LibtorchVersion.Folder(mapped) != LibtorchVersion.Folder(Path.Combine(wanted, "lib", "libtorch_cpu.so")))
        {
            throw new DllNotFoundException(
                $"{LibtorchVariable} is {wanted}, but the bridge maps {mapped}: it was built for another libtorch. Build it with -DFAE_LIBTORCH={wanted}.");
        }
    }
}
