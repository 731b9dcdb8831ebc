using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Labels of golden cases as the product's conditions.</summary>
internal static class OfficialLabels
{
    /// <summary>One condition a picture; the null label asks for none.</summary>
    /// <param name="labels"><c>[B]</c>. Borrowed.</param>
    /// <param name="config">How many classes there are.</param>
    public static ClassCondition Condition(Tensor labels, LightningDiTConfig config) =>
        ClassCondition.PerImage([.. labels.cpu().data<long>().ToArray().Select(label => label == config.Classes ? (int?)null : (int)label)]);
}
