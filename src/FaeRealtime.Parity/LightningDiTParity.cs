using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of hustvl/LightningDiT: network, rotary tables, its own guidance and shifted Euler sampler, loss and gradients.</summary>
internal static partial class LightningDiTParity
{
    private const double CosineEpsilon = 1e-8;

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = new GoldenCase(directory, config, options);
        using var generator = OfficialGenerator.Load(golden);
        using (no_grad())
        {
            CompareForward(golden, generator);
            CompareTables(golden, generator);
            CompareGuidance(golden, generator);
            CompareTrajectories(golden, generator);
        }

        CompareLoss(golden, generator);
        return golden.Finish();
    }

    private static void CompareForward(GoldenCase golden, LightningDiT generator)
    {
        using var scope = NewDisposeScope();
        var (x, t, y) = (golden.Input("fwd.x"), golden.Input("fwd.t"), golden.Input("fwd.y"));
        var c = generator.Condition(t, y); // [B, D]
        var input = generator.Embed(x); // [B, T, D]
        var rotation = generator.Rotation();
        golden.Compare("fwd.c", c);
        golden.Compare("fwd.tokens_in", input);
        var tokens = input;
        for (var i = 0; i < generator.Blocks.Count; i++)
        {
            var block = generator.Blocks[i];
            golden.Compare($"block{i}.attn_of_tokens_in", block.Attention.Mix(input, rotation));
            golden.Compare($"block{i}.mlp_of_tokens_in", block.FeedForward.forward(input));
            golden.Compare($"block{i}.norm1_of_tokens_in", block.FirstNorm.forward(input));
            tokens = block.Apply(tokens, c, rotation); // [B, T, D]
            golden.Compare($"fwd.block{i}", tokens);
        }

        golden.Compare("fwd.final_tokens", generator.Finish(tokens, c));
        golden.Compare("fwd.out", generator.forward(x, t, y));
    }

    // The network holds the file's tables; these are our own.
    private static void CompareTables(GoldenCase golden, LightningDiT generator)
    {
        using var scope = NewDisposeScope();
        var (config, latent) = (generator.Config, generator.Latent);
        var side = latent.Side / config.PatchSize;
        golden.CompareStored("pos_embed", SinCosPositions.Table(config.Width, side, golden.Device)); // [1, T, D]
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

    // The names are «cfg.tT.out_interval» and «cfg.tT.out_plain».
    private static void CompareGuidance(GoldenCase golden, LightningDiT generator)
    {
        foreach (var name in golden.Names.ToList())
        {
            if (GuidanceName().Match(name) is not { Success: true } match)
            {
                continue;
            }

            using var scope = NewDisposeScope();
            var single = golden.Member("cfg_single");
            var interval = match.Groups["kind"].Value == "interval";
            var guidance = new OfficialGuidance(generator, single.GetProperty("cfg_scale").GetDouble(), interval ? single.GetProperty("cfg_interval_start").GetDouble() : null);
            var t = double.Parse(match.Groups["t"].Value, CultureInfo.InvariantCulture);
            golden.Compare(name, guidance.Velocity(golden.Input("ode.z"), t, golden.Input("ode.y")));
        }
    }

    private static void CompareTrajectories(GoldenCase golden, LightningDiT generator)
    {
        if (!golden.Config.TryGetProperty("runs", out var runs))
        {
            return;
        }

        foreach (var run in runs.EnumerateObject())
        {
            using var scope = NewDisposeScope();
            var sampler = OfficialSampler.Read(run.Value, golden.Member("num_steps").GetInt32());
            golden.Compare($"{run.Name}.t", tensor(sampler.Times()));
            golden.Compare($"{run.Name}.trajectory", sampler.Trajectory(generator, golden.Input("ode.z"), golden.Input("ode.y")), ParityRule.Trajectory);
        }
    }

    private static void CompareLoss(GoldenCase golden, LightningDiT generator)
    {
        if (!golden.Has("loss.x0"))
        {
            return;
        }

        using var scope = NewDisposeScope();
        var (x0, x1, t, y) = (golden.Input("loss.x0"), golden.Input("loss.x1"), golden.Input("loss.t"), golden.Input("loss.y"));
        var time = t.view(-1, 1, 1, 1); // [B, 1, 1, 1]
        var target = x1 - x0; // [B, C, h, w]
        var output = generator.forward((time * x1) + ((1 - time) * x0), t, y); // [B, C, h, w]
        var squared = (output - target).square().mean([1L, 2L, 3L]); // [B]
        var cosine = (1 - F.cosine_similarity(output, target, 1, CosineEpsilon)).mean([1L, 2L]); // [B]
        var total = squared.mean() + cosine.mean();
        golden.Compare("loss.mse_per_sample", squared);
        golden.Compare("loss.cos_per_sample", cosine);
        golden.Compare("loss.total", total);
        total.backward();
        var parameters = generator.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        foreach (var name in golden.GradientNames.Where(parameters.ContainsKey).ToList())
        {
            golden.CompareGradient(name, parameters[name].grad);
        }
    }

    [GeneratedRegex(@"^cfg\.t(?<t>[0-9.]+)\.out_(?<kind>interval|plain)$", RegexOptions.CultureInvariant)]
    private static partial Regex GuidanceName();
}
