using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Training.Stages;

/// <summary>The safetensors type of a recipe's storage.</summary>
internal static class StoredWeights
{
    public static TensorDtype TypeOf(WeightStorage storage) => storage switch
    {
        WeightStorage.F16 => TensorDtype.F16,
        WeightStorage.I8 => TensorDtype.I8,
        _ => TensorDtype.F32,
    };
}
