using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of hustvl/LightningDiT: network, rotary tables, its own guidance and shifted Euler sampler, loss and gradients.</summary>
internal static partial class LightningDiTParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        if (options.Engine is { } engine)
        {
            EngineGeneratorParity.Run(golden, engine, Guidance(golden), Runs(golden));
            return golden.FinishEngine();
        }

        using var generator = OfficialGenerator.Load(golden);
        using (no_grad())
        {
            OfficialForward.Compare(golden, generator);
            CompareTables(golden, generator);
            CompareGuidance(golden, generator);
            CompareTrajectories(golden, generator);
        }

        OfficialLoss.Compare(golden, generator);
        return golden.Finish();
    }

    // The network holds the file's tables; these are our own.
    private static void CompareTables(GoldenCase golden, LightningDiT generator)
    {
        using var scope = NewDisposeScope();
        var (config, latent) = (generator.Config, generator.Latent);
        var side = latent.Side / config.PatchSize;
        if (!config.Rope)
        {
            return;
        }

        using var rope = TorchSharp.ModuleExtensionMethods.to(new RotaryEmbedding(config.Width / config.Heads, side, persistent: false), golden.Device);
        golden.Compare("rope.freqs_cos", rope.get_buffer("freqs_cos")!); // [T, Dh]
        golden.Compare("rope.freqs_sin", rope.get_buffer("freqs_sin")!); // [T, Dh]
        if (golden.Has("rope.q"))
        {
            golden.Compare("rope.q_rotated", RotaryEmbedding.Rotate(golden.Input("rope.q"), rope.Rotation())); // [1, H, T, Dh]
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

    private static void CompareTrajectories(GoldenCase golden, LightningDiT generator)
    {
        foreach (var run in Runs(golden))
        {
            using var scope = NewDisposeScope();
            var sampled = Follow(golden, generator, run.Plan, run.Guided);
            golden.Compare($"{run.Name}.t", sampled.OfficialTimes(run.Plan.Steps.Count));
            golden.Compare($"{run.Name}.trajectory", stack(sampled.States), ParityRule.Trajectory); // [N, 2B, C, h, w]
        }
    }

    // The names are «cfg.tT.out_interval» and «cfg.tT.out_plain».
    private static List<OfficialGuidance> Guidance(GoldenCase golden)
    {
        List<OfficialGuidance> checks = [];
        foreach (var name in golden.Names)
        {
            if (GuidanceName().Match(name) is not { Success: true } match)
            {
                continue;
            }

            var single = golden.Member("cfg_single");
            var interval = match.Groups["kind"].Value == "interval";
            var t = double.Parse(match.Groups["t"].Value, CultureInfo.InvariantCulture);
            var guided = !interval || (float)t >= (float)single.GetProperty("cfg_interval_start").GetDouble();
            checks.Add(new OfficialGuidance(name, "ode.z", "ode.y", t, guided ? single.GetProperty("cfg_scale").GetDouble() : 1));
        }

        return checks;
    }

    // A reversed run has no plan and stands as failed.
    private static List<OfficialRun> Runs(GoldenCase golden)
    {
        List<OfficialRun> found = [];
        if (!golden.Config.TryGetProperty("runs", out var runs))
        {
            return found;
        }

        foreach (var run in runs.EnumerateObject())
        {
            if (run.Value.TryGetProperty("reverse", out var reverse) && reverse.ValueKind == JsonValueKind.True)
            {
                golden.Fail(run.Name, "a reversed run: the official sampler asserts that time runs forward, so that none can be recorded");
                continue;
            }

            var plan = SamplingPlan.Of(Sampling(run.Value, golden.Member("num_steps").GetInt32()));
            found.Add(new OfficialRun(run.Name, plan, run.Value.GetProperty("cfg_scale").GetDouble() > 1, ParityRule.Trajectory));
        }

        return found;
    }

    // Unguided, the official sampler runs the first half of the batch alone: that is the product's own field.
    private static SampledRun Follow(GoldenCase golden, LightningDiT generator, SamplingPlan plan, bool guided)
    {
        var (z, labels) = (golden.Input("ode.z"), golden.Input("ode.y"));
        var half = z.size(0) / 2;
        return guided
            ? SampledRun.Follow(new OfficialField(generator), z, labels, plan)
            : SampledRun.Follow(new GeneratorField(generator), z.narrow(0, 0, half), OfficialLabels.Condition(labels.narrow(0, 0, half), generator.Config), plan);
    }

    // No guidance below a start in official time is none above 1 − start in ours; a shift of 0 is none.
    private static SamplingConfig Sampling(JsonElement run, int points)
    {
        var (shift, scale) = (run.GetProperty("timestep_shift").GetDouble(), run.GetProperty("cfg_scale").GetDouble());
        var interval = run.GetProperty("cfg_interval").ValueKind == JsonValueKind.True;
        return new SamplingConfig
        {
            Steps = points,
            Grid = GridKind.Points,
            Shift = shift > 0 ? shift : 1,
            Guidance = scale > 1 ? scale : 1,
            GuidanceTo = interval ? 1 - run.GetProperty("cfg_interval_start").GetDouble() : 1,
            GuidedChannels = OfficialField.GuidedChannels,
        };
    }

    [GeneratedRegex(@"^cfg\.t(?<t>[0-9.]+)\.out_(?<kind>interval|plain)$", RegexOptions.CultureInvariant)]
    private static partial Regex GuidanceName();
}
