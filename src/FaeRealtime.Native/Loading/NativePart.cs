using System.Runtime.InteropServices;
using System.Text;
using FaeRealtime.Core.Errors;
using TorchSharp.Native;

namespace FaeRealtime.Native.Loading;

/// <summary>One of this project's native libraries over libtorch: found by its file, refused where it was not built for the libtorch of this process.</summary>
/// <param name="Name">Of the imports, and of the file without <c>lib</c> and ending.</param>
/// <param name="Purpose">What needs it, as the beginning of a sentence.</param>
internal sealed unsafe record NativePart(string Name, string Purpose)
{
    private const string LibtorchVariable = "FAE_LIBTORCH";
    private const string Libtorch = "libtorch_cpu.so";

    /// <summary>Where the library is expected.</summary>
    public string FilePath => NativeFolder.PathOf($"lib{Name}.so");

    /// <summary>Loads and checks it.</summary>
    /// <exception cref="NativeException">It is missing or belongs to another libtorch.</exception>
    public nint Load()
    {
        var library = Map();
        Check(Text(library, $"{Name}_version"), Text(library, $"{Name}_mapped_path"));
        var initialise = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, $"{Name}_initialise");
        return initialise() == 0 ? library : throw new NativeException($"{FilePath} does not initialise.");
    }

    /// <summary>Raises a failed call's reason.</summary>
    /// <param name="status">What an export returned.</param>
    /// <param name="lastError">The library's own export of the last message on this thread.</param>
    /// <exception cref="NativeException"><paramref name="status"/> is not 0.</exception>
    public static void Check(int status, delegate*<byte*, int, int> lastError)
    {
        if (status == 0)
        {
            return;
        }

        const int capacity = 2048;
        var buffer = stackalloc byte[capacity];
        throw new NativeException(Encoding.UTF8.GetString(buffer, Math.Min(lastError(buffer, capacity), capacity)));
    }

    private nint Map()
    {
        // Mapped first by path, so that the loader takes these whatever search path the library has.
        if (Environment.GetEnvironmentVariable(LibtorchVariable) is { Length: > 0 } libtorch)
        {
            foreach (var file in new[] { "libc10.so", Libtorch }.Select(file => Path.Combine(libtorch, "lib", file)))
            {
                NativeLibrary.Load(file);
            }
        }

        try
        {
            return NativeLibrary.Load(FilePath);
        }
        catch (DllNotFoundException error)
        {
            throw new NativeException(
                $"{Purpose} needs {FilePath}, which cannot be loaded: {error.Message} Run ./fae setup and build again, or set {NativeFolder.Variable} to the folder of one built for your libtorch.", error);
        }
    }

    private static string Text(nint library, string export)
    {
        var function = (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, export);
        var buffer = stackalloc byte[4096];
        return Encoding.UTF8.GetString(buffer, function(buffer, 4096));
    }

    private void Check(string built, string mapped)
    {
        if (LibtorchVersion.Beside(mapped) is { } found && LibtorchVersion.Short(found) != LibtorchVersion.Short(built))
        {
            throw new NativeException($"{FilePath} was built for libtorch {built}, but {mapped} is {found}. Build it for that one (FAE_LIBTORCH=... ./fae, or cmake -DFAE_LIBTORCH=...).");
        }

        if (MappedLibraries.Named(Libtorch) is [var computing, var own, ..])
        {
            throw new NativeException($"This process computes with {computing}, but {FilePath} brings {own}: it was built for another libtorch. Build it for that one (FAE_LIBTORCH=... ./fae, or cmake -DFAE_LIBTORCH=...).");
        }
    }
}
