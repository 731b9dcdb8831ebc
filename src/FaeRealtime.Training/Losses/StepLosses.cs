using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>What one step computed: the scalar to minimise, and named scalars for the log (detached).</summary>
/// <param name="Total">A scalar with gradient.</param>
/// <param name="Named">Scalars without gradient, always in the same order.</param>
internal readonly record struct StepLosses(torch.Tensor Total, IReadOnlyList<(string Name, torch.Tensor Value)> Named);
