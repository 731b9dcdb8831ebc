using TorchSharp;

namespace FaeRealtime.Training.Conditions;

/// <summary>What each row of a batch asks for.</summary>
/// <param name="Labels"><c>[B]</c> int64, null labels among them.</param>
/// <param name="Text">Words <c>[B, N]</c>, float32; null for no words.</param>
internal readonly record struct ConditionRows(torch.Tensor Labels, torch.Tensor? Text = null)
{
    /// <summary>Some of the rows, in the caller's dispose scope.</summary>
    /// <param name="rows"><c>[G]</c> int64. Borrowed.</param>
    public ConditionRows At(torch.Tensor rows) => new(Labels.index_select(0, rows), Text?.index_select(0, rows));

    /// <summary>Every row so many times, one after the other, in the caller's dispose scope.</summary>
    /// <param name="times">1 or more.</param>
    public ConditionRows Repeated(int times) => new(Labels.repeat_interleave(times, 0), Text?.repeat_interleave(times, 0));
}
