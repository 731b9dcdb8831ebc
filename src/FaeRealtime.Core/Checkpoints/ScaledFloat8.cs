using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Finds weights that are stored as 8-bit floats with their scales beside them: without its scale such a number is not the weight.</summary>
/// <remarks>
/// The names are those of the public files: <c>weight_scale</c> (compressed-tensors, vLLM), <c>weight_scale_inv</c> (DeepSeek-V3), <c>scale_weight</c> and the mark <c>scaled_fp8</c> (ComfyUI),
/// <c>weight.scale</c>, <c>weight_scales</c>. fp8 without any of them is plain fp8, which is read as it is.
/// </remarks>
internal static class ScaledFloat8
{
    private const string Mark = "scaled_fp8";

    private const string Weight = "weight";

    private static readonly string[] Endings = ["_scale", "_scale_inv", ".scale", "_scales", "_scale_2"];

    /// <summary>The first 8-bit weight that has a scale.</summary>
    /// <param name="tensors">Every tensor's name and type.</param>
    /// <param name="contains">Whether there is a tensor of a name.</param>
    /// <returns>The weight and its scale; null where there is none.</returns>
    public static (string Weight, string Scale)? Find(IEnumerable<KeyValuePair<string, TensorDtype>> tensors, Func<string, bool> contains)
    {
        foreach (var (name, dtype) in tensors)
        {
            if (dtype is TensorDtype.F8E4M3 or TensorDtype.F8E5M2 && Scale(name, contains) is { } scale)
            {
                return (name, scale);
            }
        }

        return null;
    }

    /// <summary>Refuses a checkpoint of scaled weights, which this program would read wrongly.</summary>
    /// <param name="checkpoint">The checkpoint. Borrowed.</param>
    /// <exception cref="CheckpointException">It holds one.</exception>
    public static void Refuse(MappedCheckpoint checkpoint)
    {
        var found = Find(checkpoint.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Dtype)), checkpoint.Entries.ContainsKey);
        if (found is var (weight, scale))
        {
            throw new CheckpointException($"Checkpoint {checkpoint.Path} is scaled fp8: '{weight}' ({checkpoint.Entry(weight).Dtype.HeaderName()}) is to be multiplied by its scale '{scale}', which is not done here. "
                + "Use the file in float16, bfloat16 or float32, or convert it: weight.to(torch.float32) * scale.");
        }
    }

    private static string? Scale(string name, Func<string, bool> contains)
    {
        var beside = Endings.Select(ending => name + ending);
        if (name == Weight || name.EndsWith($".{Weight}", StringComparison.Ordinal))
        {
            var stem = name[..^Weight.Length];
            beside = beside.Append($"{stem}scale_{Weight}").Append($"{stem}scale");
        }

        return beside.Append(Mark).FirstOrDefault(contains);
    }
}
