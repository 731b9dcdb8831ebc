namespace FaeRealtime.Native.Distributed;

/// <summary>Which library carries sums and broadcasts between ranks.</summary>
[Flags]
public enum CollectiveBackend
{
    /// <summary>No library: the native part was built without headers of any.</summary>
    None = 0,

    /// <summary>Gloo: processor memory, any network. Needed always.</summary>
    Gloo = 1,

    /// <summary>NCCL: CUDA memory, one device a rank.</summary>
    Nccl = 2,
}
