namespace FaeRealtime.Core.Checkpoints;

/// <summary>One line of a safetensors header.</summary>
/// <param name="Tensor">What it says of the tensor.</param>
/// <param name="Begin">First byte, counted from where the data begins.</param>
/// <param name="End">One past the last byte.</param>
internal sealed record SafetensorsEntry(TensorEntry Tensor, long Begin, long End);
