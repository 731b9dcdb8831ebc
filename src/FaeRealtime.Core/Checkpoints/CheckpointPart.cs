namespace FaeRealtime.Core.Checkpoints;

/// <summary>One dictionary of tensors in a checkpoint.</summary>
/// <param name="Name">What chooses it (<c>FILE#NAME</c>), such as <c>ema</c>; as the file has it, so control characters are possible. Empty for the tensors outside of all parts.</param>
/// <param name="Tensors">How many tensors it holds.</param>
/// <param name="Dtypes">Their element types, each once.</param>
/// <param name="Placeholders">How many objects of unknown classes it holds; from 1 on it is refused when chosen.</param>
/// <param name="ScaledFloat8">Whether it holds fp8 weights with scales beside them, which is refused when chosen.</param>
/// <param name="Problem">Why it cannot be listed whole; null where it can.</param>
public sealed record CheckpointPart(string Name, int Tensors, IReadOnlyList<TensorDtype> Dtypes, int Placeholders, bool ScaledFloat8, string? Problem);
