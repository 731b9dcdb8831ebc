using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Config;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden tables of willisma/SiT's <c>transport</c>: paths, diffusion forms, conversions and losses.</summary>
/// <remarks>The official time runs the other way: rates and velocities change sign, scores and noises do not.</remarks>
internal static partial class SitTransportParity
{
    private const double DefaultNorm = 0.8;
    private const double DefaultShare = 0.5;

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var facts = golden.Member("facts").ToString();
        var (norm, share) = (Stated(DiffusionNorm().Match(facts)) ?? DefaultNorm, Stated(ModelShare().Match(facts)) ?? DefaultShare);
        var inputs = new Inputs(golden.Input("t"), golden.Input("x"), golden.Input("x0"), golden.Input("x1"), golden.Input("v"), norm, share);
        foreach (var name in golden.Names.Where(name => name.Contains('.', StringComparison.Ordinal)).ToList())
        {
            var parts = name.Split('.', 2);
            if (OfficialNames.Path(parts[0]) is { } path && Table(inputs, path, parts[1]) is { } table)
            {
                // σ of the vp path, and all that comes from it, is ill-conditioned in float32 near data.
                golden.Compare(name, table, path == PathKind.Vp ? ParityRule.IllConditionedTable : ParityRule.Table);
            }
        }

        return golden.Finish();
    }

    private static Tensor? Table(Inputs inputs, PathKind path, string name)
    {
        var points = inputs.Times.Select(t => FlowPath.At(path, t)).ToList();
        Tensor Row(Func<PathPoint, double> scalar) => tensor(points.ConvertAll(point => (float)scalar(point)).ToArray(), device: inputs.X.device); // [B]
        Tensor Column(Func<PathPoint, double> scalar) => Row(scalar).view(-1, 1, 1, 1); // [B, 1, 1, 1]
        Tensor Map(Func<PathPoint, Affine> map, Tensor output, double sign = 1) =>
            (Column(point => sign * map(point).Output) * output) + (Column(point => sign * map(point).State) * inputs.X); // [B, …]
        return name.Split('.') switch
        {
            ["alpha"] => Row(point => point.Alpha),
            ["d_alpha"] => Row(point => -point.AlphaRate),
            ["sigma"] => Row(point => point.Sigma),
            ["d_sigma"] => Row(point => -point.SigmaRate),
            ["xt"] => (Column(point => point.Alpha) * inputs.Data) + (Column(point => point.Sigma) * inputs.Noise),
            ["ut"] => (Column(point => -point.AlphaRate) * inputs.Data) + (Column(point => -point.SigmaRate) * inputs.Noise),
            ["drift"] => Column(point => point.LogAlphaRate) * inputs.X,
            ["drift_var"] => Column(point => point.ScoreRate),
            ["diffusion", var form] when OfficialNames.Diffusion(form) is { } known => Column(point => point.Diffusion(known, inputs.Norm)),
            ["score_from_velocity"] => Map(point => point.ScoreFromVelocity, -inputs.Velocity),
            ["noise_from_velocity"] => Map(point => point.NoiseFromVelocity, -inputs.Velocity),
            ["velocity_from_score"] => Map(point => point.VelocityFrom(PredictionKind.Score), inputs.Velocity, -1),
            ["ode_drift", "velocity"] => inputs.Model(inputs.X),
            ["ode_drift", var kind] when OfficialNames.Prediction(kind) is { } known => Map(point => point.VelocityFrom(known), inputs.Model(inputs.X), -1),
            ["loss", var kind, var weight] when OfficialNames.Prediction(kind) is { } known && OfficialNames.Weight(weight) is { } chosen =>
                new FlowLoss(new FlowObjective(path, known, chosen, TimeDirection.DataAtOne)).Terms((x, _) => inputs.Model(x), inputs.Data, inputs.Noise, inputs.Times).Squared,
            _ => null,
        };
    }

    private static double? Stated(Match match) => match.Success ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"norm=([0-9.]+[0-9]) ", RegexOptions.CultureInvariant)]
    private static partial Regex DiffusionNorm();

    [GeneratedRegex(@"([0-9.]+)\*x \+ v\*t", RegexOptions.CultureInvariant)]
    private static partial Regex ModelShare();

    private sealed record Inputs(Tensor T, Tensor X, Tensor Noise, Tensor Data, Tensor Velocity, double Norm, double Share)
    {
        /// <summary>This product's times.</summary>
        public IReadOnlyList<double> Times { get; } = [.. T.cpu().data<float>().ToArray().Select(t => 1 - (double)t)];

        /// <summary>The stand-in for a network.</summary>
        /// <param name="x"><c>[B, …]</c>. Borrowed.</param>
        /// <returns>Of the same shape; the caller disposes.</returns>
        public Tensor Model(Tensor x) => (x * Share) + (Velocity * T.view(-1, 1, 1, 1)); // [B, …]
    }
}
