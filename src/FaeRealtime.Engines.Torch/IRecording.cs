namespace FaeRealtime.Engines.Torch;

/// <summary>A recorded computation.</summary>
internal interface IRecording : IDisposable
{
    /// <summary>Queues it, on what its tensors hold now.</summary>
    void Replay();
}
