namespace FaeRealtime.Engines.Torch;

/// <summary>A captured computation.</summary>
internal interface ICapturedGraph : IDisposable
{
    /// <summary>Queues it, on what its tensors hold now.</summary>
    void Replay();
}
