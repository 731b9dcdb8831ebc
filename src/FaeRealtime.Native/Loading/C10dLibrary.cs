using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using FaeRealtime.Core.Errors;
using TorchSharp.Native;

namespace FaeRealtime.Native.Loading;

/// <summary>Finds libfae_c10d and refuses one that was not built for the libtorch of this process.</summary>
internal static unsafe class C10dLibrary
{
    public const string Name = "fae_c10d";

    private const string LibtorchVariable = "FAE_LIBTORCH";
    private const string NativeVariable = "FAE_NATIVE";
    private const string Libtorch = "libtorch_cpu.so";

    /// <summary>Where the library is expected.</summary>
    public static string FilePath => Path.Combine(
        Environment.GetEnvironmentVariable(NativeVariable) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory, $"lib{Name}.so");

    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(C10dLibrary).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
        {
            return 0;
        }

        var library = Load();
        Check(Text(library, "fae_c10d_version"), Text(library, "fae_c10d_mapped_path"));
        var initialise = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "fae_c10d_initialise");
        return initialise() == 0 ? library : throw new NativeException($"{FilePath} does not initialise.");
    }

    private static nint Load()
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
                $"Training on several processes needs {FilePath}, which cannot be loaded: {error.Message} Run ./fae setup and build again, or set {NativeVariable} to the folder of one built for your libtorch.", error);
        }
    }

    private static string Text(nint library, string export)
    {
        var function = (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, export);
        var buffer = stackalloc byte[4096];
        return Encoding.UTF8.GetString(buffer, function(buffer, 4096));
    }

    private static void Check(string built, string mapped)
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
