using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of willisma/SiT: network, its guidance, ODE and SDE samplers, loss and gradients.</summary>
internal static partial class SitParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        if (options.Engine is { } engine)
        {
            EngineGeneratorParity.Run(golden, engine, Guidance(golden), [.. Runs(golden), .. UnguidedRuns(golden)]);
            return golden.FinishEngine();
        }

        using var generator = OfficialGenerator.Load(golden);
        using (no_grad())
        {
            OfficialForward.Compare(golden, generator);
            CompareLabelDrop(golden);
            CompareGuidance(golden, generator);
            CompareOde(golden, generator);
            CompareUnguided(golden, generator);
            SitSdeParity.Compare(golden, generator);
        }

        OfficialLoss.Compare(golden, generator);
        return golden.Finish();
    }

    private static void CompareLabelDrop(GoldenCase golden)
    {
        if (golden.Has("labeldrop.force_drop_ids"))
        {
            using var scope = NewDisposeScope();
            var labels = golden.Input("fwd.y"); // [B]
            var nulls = full_like(labels, golden.Member("null_label").GetInt64()); // [B]
            golden.Compare("labeldrop.y_after", where(golden.Input("labeldrop.force_drop_ids").eq(1), nulls, labels));
        }
    }

    private static void CompareGuidance(GoldenCase golden, LightningDiT generator)
    {
        foreach (var check in Guidance(golden))
        {
            using var scope = NewDisposeScope();
            var t = 1 - check.OfficialTime;
            golden.Compare(check.Name, -new OfficialField(generator).Velocity(golden.Input(check.Input), t, t, golden.Input(check.Labels), check.Scale));
        }
    }

    private static void CompareOde(GoldenCase golden, LightningDiT generator)
    {
        foreach (var run in Runs(golden))
        {
            using var scope = NewDisposeScope();
            var sampled = SampledRun.Follow(new OfficialField(generator), golden.Input("ode.z"), golden.Input("ode.y"), run.Plan);
            golden.Compare($"{run.Name}.t", sampled.OfficialTimes(run.Plan.Steps.Count));
            golden.Compare($"{run.Name}.trajectory", stack(sampled.States), run.Rule); // [N, 2B, C, h, w]
            golden.Compare($"{run.Name}.final", sampled.States[^1], run.Rule);
            golden.Compare($"{run.Name}_final", sampled.States[^1], run.Rule);
        }
    }

    // The first half of the batch alone, through the field that the product samples with.
    private static void CompareUnguided(GoldenCase golden, LightningDiT generator)
    {
        foreach (var run in UnguidedRuns(golden))
        {
            using var scope = NewDisposeScope();
            var (z, y) = (golden.Input("ode.z"), golden.Input("ode.y"));
            var half = z.size(0) / 2;
            var sampled = SampledRun.Follow(new GeneratorField(generator), z.narrow(0, 0, half), OfficialLabels.Condition(y.narrow(0, 0, half), generator.Config), run.Plan);
            golden.Compare($"{run.Name}.t", sampled.OfficialTimes(run.Plan.Steps.Count));
            golden.Compare($"{run.Name}.trajectory", stack(sampled.States), run.Rule); // [N, B, C, h, w]
            golden.Compare($"{run.Name}.final", sampled.States[^1], run.Rule);
        }
    }

    private static List<OfficialGuidance> Guidance(GoldenCase golden) =>
        golden.Has("cfg.x") ? [new OfficialGuidance("cfg.out", "cfg.x", "cfg.y", golden.Numbers("cfg.t").Max(), Scale(golden))] : [];

    // The names are «ode.euler_nN.t», «ode.heun2_nN.trajectory», «ode.dopri5_final».
    private static List<OfficialRun> Runs(GoldenCase golden)
    {
        List<OfficialRun> runs = [];
        foreach (var group in golden.Names.Select(name => OdeName().Match(name)).Where(match => match.Success).GroupBy(match => match.Groups["run"].Value))
        {
            var method = group.First();
            var solver = method.Groups["method"].Value switch
            {
                "euler" => SolverKind.Euler,
                "heun2" => SolverKind.Heun,
                _ => SolverKind.Dopri5,
            };
            var points = int.TryParse(method.Groups["points"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : 2;
            var plan = SamplingPlan.Of(new SamplingConfig
            {
                Steps = points,
                Grid = GridKind.Points,
                Solver = solver,
                Shift = 1,
                Guidance = Scale(golden),
                GuidanceTo = 1,
                Tolerance = Tolerance(golden),
            });
            runs.Add(new OfficialRun($"ode.{group.Key}", plan, true, solver == SolverKind.Dopri5 ? ParityRule.Adaptive : ParityRule.Trajectory));
        }

        return runs;
    }

    private static List<OfficialRun> UnguidedRuns(GoldenCase golden)
    {
        if (golden.Names.All(name => !name.StartsWith("ode_nocfg.", StringComparison.Ordinal)))
        {
            return [];
        }

        var points = golden.Member("ode").GetProperty("num_steps").EnumerateArray().First().GetInt32();
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = points, Grid = GridKind.Points, Shift = 1 });
        return [new OfficialRun("ode_nocfg", plan, false, ParityRule.Trajectory)];
    }

    private static double Scale(GoldenCase golden) => golden.Member("cfg_scale").GetDouble();

    // Stated in words only.
    private static ToleranceConfig Tolerance(GoldenCase golden)
    {
        var text = golden.Member("ode").TryGetProperty("dopri5_final", out var stated) ? stated.ToString() : string.Empty;
        return AdaptiveTolerance().Match(text) is { Success: true } match
            ? new ToleranceConfig { Absolute = Number(match.Groups["absolute"]), Relative = Number(match.Groups["relative"]) }
            : new ToleranceConfig();
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ode\.(?<run>(?<method>euler|heun2)_n(?<points>\d+)|(?<method>dopri5))[._]", RegexOptions.CultureInvariant)]
    private static partial Regex OdeName();

    [GeneratedRegex(@"atol (?<absolute>[0-9.e+-]+) rtol (?<relative>[0-9.e+-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AdaptiveTolerance();
}
