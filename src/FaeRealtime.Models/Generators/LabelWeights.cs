using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A condition as the generator reads it: how much of each label row, in tensors on its device.</summary>
/// <param name="Wanted">What is asked for: <c>[B, rows]</c>, float32. Borrowed.</param>
/// <param name="None">The null label, for guidance: <c>[B, rows]</c>, float32; null where there is no guidance. Borrowed.</param>
public sealed record LabelWeights(Tensor Wanted, Tensor? None);
