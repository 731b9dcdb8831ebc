namespace FaeRealtime.Models.Checkpoints;

/// <summary>How a file lays out a tensor that the network holds in another shape.</summary>
public enum TensorForm
{
    /// <summary>As in the network.</summary>
    Same,

    /// <summary>Without the leading axis of length 1: <c>[1, N, D]</c> is <c>[N, D]</c> in the file (HF's embedding tables).</summary>
    Table,

    /// <summary>A patch embedding as a linear map over (row, column, colour): <c>[D, C, p, p]</c> is <c>[D, p·p·C]</c> in the file (NaFlex).</summary>
    PixelMajorPatch,

    /// <summary>Positions of the patches alone: <c>[1, 1 + N, D]</c> is <c>[1, N, D]</c> in the file, and the class token's row is zero (timm's no_embed_class).</summary>
    WithoutClassRow,
}
