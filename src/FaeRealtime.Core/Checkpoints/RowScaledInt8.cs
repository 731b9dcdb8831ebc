using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Matrices as signed bytes with a float32 scale for each row: half the size of float16, rounded by at most 1/254 of the row's largest value.</summary>
/// <remarks>
/// The file says so in its metadata (<c>fae.int8</c> is <c>rows</c>); the scales of <c>NAME</c> lie beside it as <c>NAME.row_scale</c>, so that other code reads it with
/// <c>weight.float() * scale.view(-1, *[1] * (weight.dim() - 1))</c>. Readers here give the product and hide the scales.
/// </remarks>
public static class RowScaledInt8
{
    private const string MetadataKey = "fae.int8";
    private const string Rows = "rows";
    private const string Ending = ".row_scale";
    private const float Largest = 127;

    /// <summary>The metadata of a file with such matrices, beside what else it says.</summary>
    /// <param name="metadata">The rest; null for nothing.</param>
    public static Dictionary<string, string> Marked(IReadOnlyDictionary<string, string>? metadata) =>
        new(metadata ?? new Dictionary<string, string>()) { [MetadataKey] = Rows };

    /// <summary>Whether a tensor of a shape is worth it: a matrix of several rows.</summary>
    /// <param name="shape">Its sizes.</param>
    public static bool Fits(IReadOnlyList<long> shape) => shape.Count > 1 && shape[0] > 1;

    /// <summary>Makes the two tensors of a matrix from float32 values that are fetched when the file is written, once for each of the two.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">Two sizes or more; the first counts the rows.</param>
    /// <param name="values">Gives the row-major values. A number that is not finite, or another count, is a <see cref="CheckpointException"/> or <see cref="ShapeException"/> while the file is written.</param>
    public static IReadOnlyList<SafetensorsTensor> FromSingle(string name, IReadOnlyList<long> shape, Func<ReadOnlyMemory<float>> values)
    {
        var rows = (int)shape[0];
        return
        [
            SafetensorsTensor.FromSingle(name + Ending, [rows], () => Scales(name, values().Span, rows)),
            new SafetensorsTensor(name, TensorDtype.I8, [.. shape], default) { Source = stream => stream.Write(Bytes(values().Span, rows)) },
        ];
    }

    /// <summary>The tensors of a file, scales joined to what they scale.</summary>
    /// <exception cref="CheckpointException">The file says that it has such matrices, and one lacks its scales, or scales lack their matrix.</exception>
    internal static IReadOnlyDictionary<string, StoredTensor> Joined(string path, IReadOnlyDictionary<string, StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault(MetadataKey) is not { } kind)
        {
            return tensors;
        }

        if (kind != Rows)
        {
            throw new CheckpointException($"Checkpoint {path} has 8-bit matrices of the kind '{kind}', which is not known here; known is '{Rows}'. Use a newer version, or the file in float16.");
        }

        var joined = tensors.Where(tensor => !tensor.Key.EndsWith(Ending, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, scale) in tensors.Where(tensor => tensor.Key.EndsWith(Ending, StringComparison.Ordinal)))
        {
            var scaled = name[..^Ending.Length];
            if (!joined.TryGetValue(scaled, out var matrix) || matrix.Entry.Dtype != TensorDtype.I8 || scale.Entry.Dtype != TensorDtype.F32 || !Fits(matrix.Entry.Shape) || !scale.Entry.Shape.SequenceEqual([matrix.Entry.Shape[0]]))
            {
                throw CheckpointFailure.Damaged(path, $"'{name}' scales the rows of an I8 matrix '{scaled}', and there is none of as many rows");
            }

            joined[scaled] = matrix.Scaled(scale);
        }

        return joined.FirstOrDefault(tensor => tensor.Value is { Entry.Dtype: TensorDtype.I8, RowScale: null }) is { Value: not null } bare
            ? throw CheckpointFailure.Damaged(path, $"'{bare.Key}' is I8 without '{bare.Key}{Ending}'")
            : joined;
    }

    private static float[] Scales(string name, ReadOnlySpan<float> values, int rows)
    {
        var scales = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            scales[row] = Scale(Row(values, row, rows));
            if (!float.IsFinite(scales[row]))
            {
                throw new CheckpointException($"Tensor '{name}' holds what is not a finite number in row {row}, which I8 cannot represent; store it as F32.");
            }
        }

        return scales;
    }

    private static byte[] Bytes(ReadOnlySpan<float> values, int rows)
    {
        var bytes = new sbyte[values.Length];
        for (var row = 0; row < rows; row++)
        {
            var from = Row(values, row, rows);
            var to = bytes.AsSpan(row * from.Length, from.Length);
            var scale = Scale(from);
            for (var i = 0; i < from.Length && scale > 0; i++)
            {
                to[i] = (sbyte)MathF.Round(from[i] / scale);
            }
        }

        return [.. MemoryMarshal.AsBytes(bytes.AsSpan())];
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> values, int row, int rows) => values.Slice(row * (values.Length / rows), values.Length / rows);

    // Not a number where the row holds one.
    private static float Scale(ReadOnlySpan<float> row)
    {
        var largest = 0f;
        foreach (var value in row)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        return largest / Largest;
    }
}
