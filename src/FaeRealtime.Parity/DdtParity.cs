using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of RAE's DiTwDDTHead: network, guided Euler sampler on its own grid, loss.</summary>
internal static class DdtParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        var c = golden.Member("config");
        var latent = new LatentConfig { Channels = c.GetProperty("in_channels").GetInt32(), Side = c.GetProperty("input_size").GetInt32() };
        using var network = new DdtGenerator(Config(c), latent, golden.Device);
        using (var weights = SafetensorsReader.Open(golden.WeightsPath))
        {
            ModuleCheckpoint.Load(network, weights);
        }

        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        golden.Compare("fwd.t_emb", network.TimeEmbedder.forward(golden.Input("fwd.t"))); // [B, D]
        golden.Compare("fwd.out", network.forward(golden.Input("fwd.x"), golden.Input("fwd.t"), golden.Input("fwd.y"))); // [B, C, h, w]
        CompareTrajectory(golden, network);

        var loss = new FlowLoss(new FlowObjective(PathKind.Linear, PredictionKind.Velocity, LossWeight.None, TimeDirection.NoiseAtOne), 0);
        var labels = golden.Input("loss.y"); // [B]
        var times = golden.Input("loss.t").cpu().data<float>().ToArray().Select(t => (double)t).ToArray();
        golden.Compare("loss.per_sample", loss.Terms((x, t) => network.forward(x, t, labels), golden.Input("loss.x1"), golden.Input("loss.x0"), times).Squared); // [B]
        return golden.Finish();
    }

    // N points from 1 down to a thousandth, shifted.
    private static void CompareTrajectory(GoldenCase golden, DdtGenerator network)
    {
        var ode = golden.Member("ode");
        var (points, alpha) = (ode.GetProperty("num_steps").GetInt32(), ode.GetProperty("time_dist_shift").GetDouble());
        var interval = ode.GetProperty("cfg_interval");
        var plan = SamplingPlan.Of(new SamplingConfig
        {
            Times = [.. Enumerable.Range(0, points).Select(i => new TimestepShift(1 / alpha).Apply(1 - (0.999 * i / (points - 1))))],
            Guidance = ode.GetProperty("cfg_scale").GetDouble(),
            GuidanceFrom = interval[0].GetDouble(),
            GuidanceTo = interval[1].GetDouble(),
        });
        var sampled = SampledRun.Follow(new GuidedField(network), golden.Input("ode.z"), golden.Input("ode.y"), plan);
        golden.Compare("ode.t", 1 - sampled.OfficialTimes(plan.Steps.Count)); // [N]
        golden.Compare("ode.trajectory", stack(sampled.States), ParityRule.Trajectory); // [N, 2B, C, h, w]
    }

    private static DdtConfig Config(JsonElement c)
    {
        int Of(string name, int index) => c.GetProperty(name)[index].GetInt32();
        bool Flag(string name) => c.GetProperty(name).GetBoolean();
        return new DdtConfig
        {
            Body = new LightningDiTConfig
            {
                Width = Of("hidden_size", 0),
                Depth = Of("depth", 0),
                Heads = Of("num_heads", 0),
                PatchSize = c.GetProperty("patch_size").GetInt32(),
                Classes = c.GetProperty("num_classes").GetInt32(),
                LabelDropout = c.GetProperty("class_dropout_prob").GetDouble(),
                QkNorm = Flag("use_qknorm"),
                SwiGlu = Flag("use_swiglu"),
                Rope = Flag("use_rope"),
                RmsNorm = Flag("use_rmsnorm"),
                WithoutShift = Flag("wo_shift"),
            },
            HeadWidth = Of("hidden_size", 1),
            HeadDepth = Of("depth", 1),
            HeadHeads = Of("num_heads", 1),
        };
    }

    /// <summary>RAE's <c>forward_with_cfg</c>: every picture twice, with its class and with the null label; all channels guided, from the first half's x.</summary>
    private sealed class GuidedField(DdtGenerator network) : IConditionalField<Tensor, Tensor>
    {
        /// <returns><c>[2B, C, h, w]</c>.</returns>
        public Tensor Velocity(Tensor x, double t, double r, Tensor condition, double guidance)
        {
            using var scope = NewDisposeScope();
            var half = x.narrow(0, 0, x.size(0) / 2); // [B, C, h, w]
            var times = full([x.size(0)], t, ScalarType.Float32, x.device); // [2B]
            var halves = network.forward(cat([half, half]), times, condition).chunk(2); // [B, C, h, w] each
            var guided = guidance == 1 ? halves[0] : halves[1] + ((halves[0] - halves[1]) * guidance); // [B, C, h, w]
            return cat([guided, guided]).MoveToOuterDisposeScope(); // [2B, C, h, w]
        }
    }
}
