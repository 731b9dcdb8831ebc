using System.Runtime.InteropServices;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Parity.Primitives;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of single operations. Each tensor's name states the operation and its parameters; the sizes are those of the inputs beside it.</summary>
internal static class PrimitivesParity
{
    private static readonly IReadOnlyList<Primitive> All =
    [
        .. LatentPrimitives.All,
        .. LayerPrimitives.All,
        .. ActivationPrimitives.All,
        .. NormPrimitives.All,
        .. ConvolutionPrimitives.All,
        .. ResamplingPrimitives.All,
        .. AttentionPrimitives.All,
        .. LossPrimitives.All,
        .. OptimiserPrimitives.All,
        .. SchedulePrimitives.All,
    ];

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        foreach (var name in golden.Names.ToList())
        {
            Compare(golden, name);
        }

        return golden.Finish();
    }

    // A name that no operation explains is an input, or else reported in the end as computed by nobody.
    private static void Compare(GoldenCase golden, string name)
    {
        var found = All.Select(primitive => (primitive.Compute, Match: primitive.Pattern.Match(name))).FirstOrDefault(pair => pair.Match.Success);
        if (found.Match is null)
        {
            return;
        }

        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            golden.Compare(name, found.Compute(golden, found.Match));
        }
        catch (Exception failure) when (failure is FaeException or ExternalException)
        {
            golden.Fail(name, failure.Message);
        }
    }
}
