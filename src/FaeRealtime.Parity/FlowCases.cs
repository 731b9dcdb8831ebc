using FaeRealtime.Models.Flows;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>What golden cases of both flows have in common.</summary>
internal static class FlowCases
{
    /// <summary>An output that took as many steps as there are tokens, if the case has it.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="actual">Ours, of the stored shape.</param>
    public static void CompareDecoded(GoldenCase golden, string name, Func<Tensor> actual)
    {
        if (golden.Has(name))
        {
            using var scope = NewDisposeScope();
            golden.Compare(name, actual(), ParityRule.Trajectory);
        }
    }

    /// <summary>The gradients of the loss, where the case has them.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="flow">The network.</param>
    /// <param name="encode">Its pass over the case's data, <c>[B, …]</c>.</param>
    public static void CompareGradients(GoldenCase golden, nn.Module flow, Func<FlowEncoding> encode)
    {
        if (!golden.GradientNames.Any())
        {
            return;
        }

        using var scope = NewDisposeScope();
        FlowLikelihood.Loss(encode()).backward();
        var parameters = flow.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter, StringComparer.Ordinal);
        foreach (var name in golden.GradientNames.Where(parameters.ContainsKey).ToList())
        {
            golden.CompareGradient(name, parameters[name].grad);
        }
    }
}
