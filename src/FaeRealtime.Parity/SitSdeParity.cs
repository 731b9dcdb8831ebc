using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>SiT's stochastic samplers with their recorded noise: grid, drift, diffusion and every sample.</summary>
internal static class SitSdeParity
{
    /// <summary>Compares every run that the config names. One without recorded tensors is one that the official code cannot do: it stands with the reason.</summary>
    public static void Compare(GoldenCase golden, LightningDiT generator)
    {
        if (!golden.Config.TryGetProperty("sde", out var runs))
        {
            return;
        }

        foreach (var run in runs.EnumerateObject())
        {
            using var scope = NewDisposeScope();
            var sampling = Sampling(golden, run);
            if (!golden.Has($"{run.Name}.noise"))
            {
                golden.Add(new ParityRow(run.Name, double.NaN, double.NaN, "no golden values", true, Reason(sampling)));
                continue;
            }

            if (Plan(sampling, out var refusal) is { } plan)
            {
                var noise = new RecordedNoise(golden.Input($"{run.Name}.noise"));
                Compare(golden, run.Name, sampling, SampledRun.Follow(new OfficialField(generator), golden.Input("ode.z"), golden.Input("ode.y"), plan, noise));
            }
            else
            {
                golden.Fail(run.Name, refusal);
            }
        }
    }

    private static void Compare(GoldenCase golden, string run, SamplingConfig sampling, SampledRun sampled)
    {
        var steps = sampled.Plan.Steps;
        var stirred = steps.Count(step => step.Noise is not null);

        // Official drifts run towards data: the sign turns.
        List<Tensor> drifts = [];
        var calls = new Queue<(Tensor State, Tensor Velocity)>(sampled.Calls);
        foreach (var step in steps)
        {
            foreach (var drift in step.Correction is { } correction ? new[] { step.Drift, correction.Drift } : [step.Drift])
            {
                var (state, velocity) = calls.Dequeue();
                drifts.Add((state * -drift.State) - (velocity * drift.Output)); // [2B, C, h, w]
            }
        }

        // Without a last step the official list repeats the state that it ends on.
        List<Tensor> samples = [.. sampled.States.Skip(1)];
        if (stirred == steps.Count)
        {
            samples.Add(samples[^1]);
        }

        golden.Compare($"{run}.t", sampled.OfficialTimes(stirred));
        golden.Compare($"{run}.dt", tensor((float)(steps[0].T - steps[0].R)));
        if (golden.Has($"{run}.diffusion"))
        {
            golden.Compare($"{run}.diffusion", tensor(Diffusion(sampling, steps, (int)golden.Shape($"{run}.diffusion")[0])));
        }

        if (golden.Has($"{run}.drift"))
        {
            golden.Compare($"{run}.drift", stack(drifts.Take((int)golden.Shape($"{run}.drift")[0])), ParityRule.Trajectory); // [calls, 2B, C, h, w]
        }

        golden.Compare($"{run}.samples", stack(samples), ParityRule.Trajectory); // [N, 2B, C, h, w]
        golden.Compare($"{run}.final", samples[^1], ParityRule.Trajectory);
    }

    // One value a stochastic step, or one a drift evaluation.
    private static float[] Diffusion(SamplingConfig sampling, IReadOnlyList<FlowStep> steps, int count)
    {
        var stirred = steps.Where(step => step.Noise is not null).ToList();
        var times = count <= steps.Count ? steps.Select(step => step.T) : stirred.SelectMany(step => new[] { step.T, step.R });
        return [.. times.Take(count).Select(t => (float)FlowPath.At(PathKind.Linear, t).Diffusion(sampling.Diffusion.Form, sampling.Diffusion.Norm))];
    }

    private static SamplingConfig Sampling(GoldenCase golden, JsonProperty run) => new()
    {
        Steps = run.Value.GetProperty("num_steps").GetInt32(),
        Grid = GridKind.Points,
        Shift = 1,
        Solver = Known(golden, run, "method") switch
        {
            "Euler" => SolverKind.EulerMaruyama,
            "Heun" => SolverKind.HeunSde,
            var other => throw Unknown(golden, run, "method", other),
        },
        Guidance = golden.Member("cfg_scale").GetDouble(),
        GuidanceTo = 1,
        Diffusion = new DiffusionConfig
        {
            Norm = run.Value.GetProperty("diffusion_norm").GetDouble(),
            LastStepSize = run.Value.GetProperty("last_step_size").GetDouble(),
            Form = OfficialNames.Diffusion(Known(golden, run, "diffusion_form")) ?? throw Unknown(golden, run, "diffusion_form", Known(golden, run, "diffusion_form")),
            LastStep = Known(golden, run, "last_step") switch
            {
                null => LastStepKind.None,
                "Mean" => LastStepKind.Mean,
                "Tweedie" => LastStepKind.Tweedie,
                "Euler" => LastStepKind.Euler,
                var other => throw Unknown(golden, run, "last_step", other),
            },
        },
    };

    private static string? Known(GoldenCase golden, JsonProperty run, string member) => run.Value.TryGetProperty(member, out var value)
        ? value.GetString()
        : throw new ConfigException($"'{golden.Directory}': sde run '{run.Name}' has no '{member}'. Give a complete case.");

    private static ConfigException Unknown(GoldenCase golden, JsonProperty run, string member, string? value) =>
        new($"'{golden.Directory}': sde run '{run.Name}' has {member} '{value}', which SiT does not have.");

    private static string Reason(SamplingConfig sampling) =>
        $"{OfficialDefect(sampling)}; ours {(Plan(sampling, out var refusal) is { } plan ? $"plans {plan.Steps.Count} steps" : $"refuses: {refusal}")}";

    private static string OfficialDefect(SamplingConfig sampling) => sampling.Diffusion.Form switch
    {
        DiffusionForm.Sbdm => "the official code divides by t = 0 here, as it starts at 0 for a velocity",
        DiffusionForm.Constant => "the official code takes the tensor square root of a plain number here and raises",
        DiffusionForm.IncreasingDecreasing => "the official code misspells this form and raises",
        _ => "the case holds no tensors of this run",
    };

    private static SamplingPlan? Plan(SamplingConfig sampling, out string refusal)
    {
        try
        {
            refusal = string.Empty;
            return SamplingPlan.Of(sampling);
        }
        catch (ConfigException failure)
        {
            refusal = failure.Message;
            return null;
        }
    }

    private sealed class RecordedNoise(Tensor noise) : INoiseSource<Tensor>
    {
        /// <inheritdoc/>
        public Tensor Draw(Tensor latent, int index) => noise.select(0, index).clone(); // [2B, C, h, w]
    }
}
