using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Training.Stages;

/// <summary>The safetensors type of a recipe's storage.</summary>
internal static class StoredWeights
{
    public static TensorDtype TypeOf(WeightStorage storage) => storage == WeightStorage.F16 ? TensorDtype.F16 : TensorDtype.F32;
}
