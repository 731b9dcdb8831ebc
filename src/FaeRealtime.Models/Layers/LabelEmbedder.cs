using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>One row a class and a last one for «no class».</summary>
internal sealed class LabelEmbedder : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "embedding_table")]
    private readonly Embedding table;

    public LabelEmbedder(long classes, long width, Device? device = null)
        : base(nameof(LabelEmbedder))
    {
        table = nn.Embedding(classes + 1, width, device: device);
        RegisterComponents();
    }

    /// <summary>Looks labels up.</summary>
    /// <param name="labels"><c>[B]</c>, int64, from 0 to the number of classes, which is the null label. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor labels) => table.forward(labels);

    /// <summary>Mixes rows.</summary>
    /// <param name="weights"><c>[B, classes + 1]</c>. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public Tensor Mix(Tensor weights) => weights.matmul(table.weight!);
}
