using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>One row a class and, where the generator was trained with label dropout, a last one for «no class».</summary>
internal sealed class LabelEmbedder : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "embedding_table")]
    private readonly Embedding _table;

    /// <summary>Creates the table.</summary>
    /// <param name="rows">Rows, the null label's included.</param>
    /// <param name="width">Width D of an embedding.</param>
    /// <param name="device">Where it lies.</param>
    public LabelEmbedder(long rows, long width, Device? device = null)
        : base(nameof(LabelEmbedder))
    {
        _table = nn.Embedding(rows, width, device: device);
        RegisterComponents();
    }

    /// <summary>Looks labels up.</summary>
    /// <param name="labels"><c>[B]</c>, int64, from 0 below the number of rows. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor labels) => _table.forward(labels);

    /// <summary>Mixes rows.</summary>
    /// <param name="weights"><c>[B, rows]</c>. Borrowed.</param>
    /// <returns><c>[B, D]</c>, of the table's type; the caller disposes.</returns>
    public Tensor Mix(Tensor weights)
    {
        using var typed = weights.to_type(_table.weight!.dtype);
        return typed.matmul(_table.weight!);
    }
}
