using FaeRealtime.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;

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

/// <summary>Turns tensors between the network's form and a file's.</summary>
internal static class TensorFormExtensions
{
    /// <summary>The file's shape of a tensor that has this shape in the network.</summary>
    public static long[] FileShape(this TensorForm form, long[] shape) => form switch
    {
        TensorForm.Table => shape[1..],
        TensorForm.PixelMajorPatch => [shape[0], shape[1] * shape[2] * shape[3]],
        TensorForm.WithoutClassRow => [shape[0], shape[1] - 1, shape[2]],
        _ => shape,
    };

    /// <summary>The network's tensor from the file's.</summary>
    /// <param name="form">The file's form.</param>
    /// <param name="value">Of the shape in the file. Borrowed.</param>
    /// <param name="shape">The network's shape.</param>
    /// <returns>A tensor of that shape in the caller's dispose scope.</returns>
    public static Tensor ToNetwork(this TensorForm form, Tensor value, long[] shape) => form switch
    {
        TensorForm.Table => value.unsqueeze(0), // [1, N, D]
        TensorForm.PixelMajorPatch => value.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2), // [D, C, p, p]
        TensorForm.WithoutClassRow => cat([zeros([shape[0], 1, shape[2]], value.dtype, value.device), value], 1), // [1, 1 + N, D]
        _ => value,
    };

    /// <summary>The file's tensor from the network's.</summary>
    /// <param name="form">The file's form.</param>
    /// <param name="value">Of the shape in the network. Borrowed.</param>
    /// <param name="key">Its key, for the message.</param>
    /// <returns>A tensor of the shape in the file, in the caller's dispose scope.</returns>
    /// <exception cref="CheckpointException">The form cannot hold the values.</exception>
    public static Tensor ToFile(this TensorForm form, Tensor value, string key)
    {
        if (form == TensorForm.WithoutClassRow && value.narrow(1, 0, 1).count_nonzero().ToInt64() > 0)
        {
            throw new CheckpointException($"'{key}' gives the class token a position, and this family of files has none. Fold it into the class token first.");
        }

        return form switch
        {
            TensorForm.Table => value.squeeze(0), // [N, D]
            TensorForm.PixelMajorPatch => value.permute(0, 2, 3, 1).flatten(1), // [D, p·p·C]
            TensorForm.WithoutClassRow => value.narrow(1, 1, value.size(1) - 1), // [1, N, D]
            _ => value,
        };
    }
}
