using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Matrices in four bits a value, with a float16 scale for each 64 values of a row: half the size of bytes, off by 8 % of a matrix' own size, root mean square.</summary>
/// <remarks>
/// The file says so in its metadata (<c>fae.int4</c> is <c>groups64</c>). <c>NAME</c> is then <c>[rows, columns / 2]</c> U8, the even column in the lower half of a byte, each half the value plus 8; its scales lie beside it as
/// <c>NAME.group_scale</c>, <c>[rows, columns / 64]</c> rounded up. Readers here give the product and hide the scales. A scale may be negative: the largest value then takes the one more step that there is below zero.
/// </remarks>
public static class GroupScaledInt4
{
    /// <summary>Values that share a scale.</summary>
    public const int Group = 64;

    private const string MetadataKey = "fae.int4";
    private const string Groups = "groups64";
    private const string Ending = ".group_scale";
    private const int Zero = 8;
    private const int Highest = 7;

    // Matrices below this cost little, and are mostly tables that every picture depends on.
    private const int LeastValues = 8192;

    // Shares of the largest value that a scale may let it reach: with less, the largest are cut and all others finer.
    private static readonly float[] Reaches = [1f, 0.95f, 0.9f, 0.85f, 0.8f, 0.75f, 0.7f, 0.65f, 0.6f];

    /// <summary>The metadata of a file with such matrices, beside what else it says.</summary>
    /// <param name="metadata">The rest; null for nothing.</param>
    public static Dictionary<string, string> Marked(IReadOnlyDictionary<string, string>? metadata) =>
        new(metadata ?? new Dictionary<string, string>()) { [MetadataKey] = Groups };

    /// <summary>Whether a tensor of a shape is worth it: a large matrix of two sizes whose rows come out even.</summary>
    /// <param name="shape">Its sizes.</param>
    public static bool Fits(IReadOnlyList<long> shape) => shape is [> 1, var columns] && columns % 2 == 0 && shape[0] * columns > LeastValues;

    /// <summary>Makes the two tensors of a matrix from float32 values that are fetched when the file is written, once for each of the two.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">As <see cref="Fits"/> takes it.</param>
    /// <param name="values">Gives the row-major values. A number that is not finite is a <see cref="CheckpointException"/> while the file is written.</param>
    public static IReadOnlyList<SafetensorsTensor> FromSingle(string name, IReadOnlyList<long> shape, Func<ReadOnlyMemory<float>> values)
    {
        var (rows, columns) = ((int)shape[0], (int)shape[1]);
        return
        [
            new SafetensorsTensor(name + Ending, TensorDtype.F16, [rows, GroupsOf(columns)], default) { Source = stream => stream.Write(MemoryMarshal.AsBytes(Scales(name, values().Span, columns).AsSpan())) },
            new SafetensorsTensor(name, TensorDtype.U8, [rows, columns / 2], default) { Source = stream => stream.Write(Halves(name, values().Span, columns)) },
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

        if (kind != Groups)
        {
            throw new CheckpointException($"Checkpoint {path} has 4-bit matrices of the kind '{kind}', which is not known here; known is '{Groups}'. Use a newer version, or the file in float16.");
        }

        var joined = tensors.Where(tensor => !tensor.Key.EndsWith(Ending, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, scale) in tensors.Where(tensor => tensor.Key.EndsWith(Ending, StringComparison.Ordinal)))
        {
            var scaled = name[..^Ending.Length];
            if (!joined.TryGetValue(scaled, out var matrix) || matrix.Entry is not { Dtype: TensorDtype.U8, Shape: [var rows, var bytes] } || scale.Entry.Dtype != TensorDtype.F16 || !scale.Entry.Shape.SequenceEqual([rows, GroupsOf(2 * bytes)]))
            {
                throw CheckpointFailure.Damaged(path, $"'{name}' scales groups of a U8 matrix '{scaled}', and there is none of as many");
            }

            joined[scaled] = matrix.ScaledInGroups(scale);
        }

        return joined;
    }

    /// <summary>The values of a stored matrix.</summary>
    /// <param name="halves"><c>[rows, columns / 2]</c>.</param>
    /// <param name="scales"><c>[rows, groups]</c>.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <param name="values">Receives <c>[rows, columns]</c>.</param>
    internal static void Read(ReadOnlySpan<byte> halves, ReadOnlySpan<float> scales, int columns, Span<float> values)
    {
        var groups = (int)GroupsOf(columns);
        for (var i = 0; i < halves.Length; i++)
        {
            var (row, column) = (2 * i / columns, 2 * i % columns);
            var scale = scales[(row * groups) + (column / Group)];
            values[2 * i] = scale * ((halves[i] & 0xF) - Zero);
            values[(2 * i) + 1] = scale * ((halves[i] >> 4) - Zero);
        }
    }

    private static long GroupsOf(long columns) => (columns + Group - 1) / Group;

    private static byte[] Halves(string name, ReadOnlySpan<float> values, int columns)
    {
        var (scales, groups) = (Scales(name, values, columns), (int)GroupsOf(columns));
        var halves = new byte[values.Length / 2];
        for (var i = 0; i < halves.Length; i++)
        {
            var (row, column) = (2 * i / columns, 2 * i % columns);
            var scale = (float)scales[(row * groups) + (column / Group)];
            halves[i] = (byte)(Nibble(values[2 * i], scale) | (Nibble(values[(2 * i) + 1], scale) << 4));
        }

        return halves;
    }

    private static int Nibble(float value, float scale) => Step(value, scale) + Zero;

    private static int Step(float value, float scale) => scale == 0 ? 0 : (int)Math.Clamp(MathF.Round(value / scale), -Zero, Highest);

    // For each group the scale of the least squared error.
    private static Half[] Scales(string name, ReadOnlySpan<float> values, int columns)
    {
        var groups = (int)GroupsOf(columns);
        var scales = new Half[values.Length / columns * groups];
        for (var i = 0; i < scales.Length; i++)
        {
            var first = (i / groups * columns) + (i % groups * Group);
            scales[i] = Scale(values.Slice(first, Math.Min(Group, columns - (i % groups * Group))));
            if (!Half.IsFinite(scales[i]))
            {
                throw new CheckpointException($"Tensor '{name}' holds what is not a finite number of four bits in row {i / groups}; store it as F32.");
            }
        }

        return scales;
    }

    private static Half Scale(ReadOnlySpan<float> group)
    {
        var largest = 0f;
        foreach (var value in group)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        var (best, least) = ((Half)(largest / Zero), double.PositiveInfinity);
        foreach (var reach in largest > 0 && float.IsFinite(largest) ? Reaches : [])
        {
            foreach (var scale in (ReadOnlySpan<Half>)[(Half)(largest * reach / (Highest + 0.5f)), (Half)(-largest * reach / (Highest + 0.5f))])
            {
                if (Error(group, (float)scale) is var error && error < least)
                {
                    (best, least) = (scale, error);
                }
            }
        }

        return best;
    }

    private static double Error(ReadOnlySpan<float> group, float scale)
    {
        var sum = 0.0;
        foreach (var value in group)
        {
            var difference = value - (scale * Step(value, scale));
            sum += difference * difference;
        }

        return sum;
    }
}
