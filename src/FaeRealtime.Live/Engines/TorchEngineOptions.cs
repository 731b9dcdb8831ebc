using FaeRealtime.Core.Folders;
using TorchSharp;

namespace FaeRealtime.Live.Engines;

/// <summary>What the torch engine opens.</summary>
/// <param name="Folder">The model.</param>
/// <param name="Device">Where it runs.</param>
public sealed record TorchEngineOptions(ModelFolder Folder, torch.Device Device)
{
    /// <summary>CPU threads inside an operator, process-wide; 0 keeps libtorch's count, which is the number of real cores.</summary>
    public int Threads { get; init; }
}
