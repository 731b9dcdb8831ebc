using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Native.Graphs;

/// <summary>Owns a recorded graph with the device memory that it works in.</summary>
internal sealed class GraphHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public GraphHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        GraphsNative.fae_graphs_graph_free(handle);
        return true;
    }
}
