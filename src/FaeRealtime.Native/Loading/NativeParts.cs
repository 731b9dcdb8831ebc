using System.Reflection;
using System.Runtime.InteropServices;

namespace FaeRealtime.Native.Loading;

/// <summary>The native libraries of this project. An assembly has one resolver, so it knows all of them.</summary>
internal static class NativeParts
{
    public const string GraphsName = "fae_graphs";

    static NativeParts() => NativeLibrary.SetDllImportResolver(typeof(NativeParts).Assembly, Resolve);

    /// <summary>CUDA graphs and tensors' addresses.</summary>
    public static NativePart Graphs { get; } = new(GraphsName, "Keeping pictures and whole frames on a CUDA device");

    /// <summary>Makes the imports of this assembly find their libraries.</summary>
    public static void Register()
    {
        // The static constructor does it, once.
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        GraphsName => Graphs.Load(),
        _ => 0,
    };
}
