using FaeRealtime.Models.Layers;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>A tensor whose shape differs between file and network.</summary>
/// <param name="FileKey">Its key in the file.</param>
/// <param name="Found">The file's shape.</param>
/// <param name="Needed">The shape that the network needs there.</param>
public sealed record ShapeMismatch(string FileKey, IReadOnlyList<long> Found, IReadOnlyList<long> Needed)
{
    /// <summary>One line: key and both shapes.</summary>
    public override string ToString() => $"'{FileKey}' is {TensorShape.Text([.. Found])}, the model needs {TensorShape.Text([.. Needed])}";
}
