using System.Runtime.InteropServices;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Graphs;

/// <summary>The exports of <c>src/native/graphs</c>. Each that returns a status is passed through <see cref="Check"/>.</summary>
internal static unsafe partial class GraphsNative
{
    static GraphsNative() => NativeParts.Register();

    /// <summary>Raises the library's message of this thread's last failure.</summary>
    /// <exception cref="Core.Errors.NativeException"><paramref name="status"/> is not 0.</exception>
    public static void Check(int status) => NativePart.Check(status, &fae_last_error);

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_cuda();

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_tensor_data(nint tensor, out ulong data, out int device);

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_stream_enter(int device);

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_stream_wait();

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_capture_begin(out GraphHandle graph);

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_capture_end(GraphHandle graph);

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial int fae_graphs_replay(GraphHandle graph);

    [LibraryImport(NativeParts.GraphsName)]
    internal static partial void fae_graphs_graph_free(nint graph);

    [LibraryImport(NativeParts.GraphsName)]
    private static partial int fae_last_error(byte* buffer, int capacity);
}
