using System.Globalization;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Training.Losses;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Losses and posterior of an autoencoder. A second block, `vae2`, has the first one's posterior with other bounds on log σ².</summary>
internal static partial class LatentPrimitives
{
    private const string Reductions = "mean_all|sum_per_sample|sum_then_batch_mean";

    public static IReadOnlyList<Primitive> All { get; } =
    [
        new(@"vae\.logvar_clamped", golden => LatentEncoder.Bounded(golden.Input("vae.logvar"))),
        new($@"vae\d*\.logvar_clamp(?<bound>{Primitive.Number})", (golden, match) => Symmetric(golden, Primitive.Real(match, "bound"))),
        new(@"vae\.sample", golden => golden.Input("vae.mu").addcmul((LatentEncoder.Bounded(golden.Input("vae.logvar")) * 0.5).exp(), golden.Input("vae.eps"), 1)),
        new($@"(?<block>vae\d*)\.kl_(?<reduction>{Reductions})", (golden, match) => Reduce(Divergence(golden, match.Groups["block"].Value), match)),
        new($@"vae\.l1_(?<reduction>{Reductions})", (golden, match) => Reduce((golden.Input("vae.x") - golden.Input("vae.x_hat")).abs(), match)),
        new($@"vae\.l2_(?<reduction>{Reductions})", (golden, match) => Reduce((golden.Input("vae.x") - golden.Input("vae.x_hat")).square(), match)),
    ];

    private static Tensor Symmetric(GoldenCase golden, double bound) => golden.Input("vae.logvar").clamp(-bound, bound);

    // KL by element.
    private static Tensor Divergence(GoldenCase golden, string block)
    {
        var bounded = block == "vae" ? LatentEncoder.Bounded(golden.Input("vae.logvar")) : Symmetric(golden, Bound(golden, block));
        return KlDivergence.Doubled(golden.Input("vae.mu"), bounded) * 0.5;
    }

    // The block's bound stands in the name of its bounded log-variance.
    private static double Bound(GoldenCase golden, string block)
    {
        var name = golden.Names.Select(name => BoundName().Match(name)).FirstOrDefault(match => match.Success && match.Groups["block"].Value == block)
            ?? throw new ConfigException($"The case has no '{block}.logvar_clampN', whose N says the bounds of '{block}'.");
        return double.Parse(name.Groups["bound"].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static Tensor Reduce(Tensor elements, Match match) => match.Groups["reduction"].Value switch
    {
        "mean_all" => elements.mean(),
        "sum_per_sample" => elements.flatten(1).sum(1L), // [B]
        _ => elements.flatten(1).sum(1L).mean(),
    };

    [GeneratedRegex(@"^(?<block>vae\d*)\.logvar_clamp(?<bound>[0-9.]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex BoundName();
}
