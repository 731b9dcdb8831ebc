using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of Stability-AI/sd3.5's MMDiTX: the network block by block, a block left out, and its two samplers with guidance over the shifted grid.</summary>
internal static class MMDiTParity
{
    // The discrete times of SD3 are numbered 1 to 1000, and are what the network embeds.
    private const double TimeSteps = 1000;

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var generator = Load(golden);
        using var frozen = no_grad();
        if (options.Engine is { } engine)
        {
            EngineTextParity.Run(golden, engine, generator, Sigmas(golden), golden.Member("sampler").GetProperty("cond_scale").GetDouble());
            return golden.FinishEngine();
        }

        CompareForward(golden, generator);
        CompareSampling(golden, generator);
        return golden.Finish();
    }

    private static MMDiT Load(GoldenCase golden)
    {
        var c = golden.Member("config");
        var latent = new LatentConfig
        {
            Channels = c.GetProperty("in_channels").GetInt32(),
            Side = c.GetProperty("pos_embed_max_size").GetInt32() * c.GetProperty("patch_size").GetInt32(),
        };
        var generator = TorchSharp.ModuleExtensionMethods.to(new MMDiT(Config(c, tokens: (int)golden.Shape("context")[1]), latent), golden.Device);
        using var reader = SafetensorsReader.Open(golden.WeightsPath);
        ModuleCheckpoint.Load(generator, reader, MMDiTLayouts.All);
        return generator;
    }

    private static MMDiTConfig Config(JsonElement c, int tokens) => new()
    {
        Width = c.GetProperty("hidden_size").GetInt32(),
        Depth = c.GetProperty("depth").GetInt32(),
        Heads = c.GetProperty("num_heads").GetInt32(),
        PatchSize = c.GetProperty("patch_size").GetInt32(),
        MlpRatio = c.GetProperty("mlp_ratio").GetDouble(),
        TextWidth = c.GetProperty("context_embedder_config").GetProperty("params").GetProperty("in_features").GetInt32(),
        TextTokens = tokens,
        PooledWidth = c.GetProperty("adm_in_channels") is { ValueKind: JsonValueKind.Number } pooled ? pooled.GetInt32() : null,
        QkNorm = c.GetProperty("qk_norm").GetString() switch { "rms" => NormKind.RmsNorm, "ln" => NormKind.LayerNorm, _ => null },
        SelfAttentionBlocks = [.. c.GetProperty("x_block_self_attn_layers").EnumerateArray().Select(block => block.GetInt32())],
        QkvBias = c.GetProperty("qkv_bias").GetBoolean(),
        SwiGlu = c.TryGetProperty("swiglu", out var swiGlu) && swiGlu.GetBoolean(),
        TimeScale = TimeSteps,
    };

    private static void CompareForward(GoldenCase golden, MMDiT generator)
    {
        using var scope = NewDisposeScope();
        var (x, t, context) = (golden.Input("x"), golden.Input("t"), golden.Input("context"));
        var y = golden.Has("y") ? golden.Input("y") : null;
        var rows = x.size(2) / generator.Config.PatchSize;
        var (c, image, text) = (generator.Condition(t, y), generator.Embed(x), generator.EmbedText(context)); // [B, D], [B, T, D], [B, L, D]
        golden.Compare("pos_embed_cropped", generator.Positions(rows, x.size(3) / generator.Config.PatchSize)); // [1, T, D]
        golden.Compare("tokens_in", image);
        golden.Compare("c", c);
        golden.Compare("context_in", text);
        foreach (var (index, nextText, nextImage) in Blocks(generator, text, image, c, skipped: -1))
        {
            golden.Compare($"block{index}.x", nextImage); // [B, T, D]
            if (nextText is not null)
            {
                golden.Compare($"block{index}.context", nextText); // [B, L, D]
            }
        }

        golden.Compare("out", generator.Velocity(x, t, context, y)); // [B, C, h, w]
        for (var skipped = 0; skipped < generator.Config.Depth; skipped++)
        {
            if (golden.Has($"out_skip_layer{skipped}"))
            {
                var last = Blocks(generator, text, image, c, skipped).Last();
                golden.Compare($"out_skip_layer{skipped}", generator.Finish(last.Image, c, rows)); // [B, C, h, w]
            }
        }
    }

    // The blocks one after the other, but for one; after each its number and the tokens [B, L, D] and [B, T, D].
    private static IEnumerable<(int Index, Tensor? Text, Tensor Image)> Blocks(MMDiT generator, Tensor text, Tensor image, Tensor c, int skipped)
    {
        var (words, tokens) = ((Tensor?)text, image);
        for (var i = 0; i < generator.Config.Depth; i++)
        {
            if (i != skipped)
            {
                (words, tokens) = generator.Blocks[i].Apply(words!, tokens, c);
                yield return (i, words, tokens);
            }
        }
    }

    private static void CompareSampling(GoldenCase golden, MMDiT generator)
    {
        if (!golden.Has("sample.noise"))
        {
            return;
        }

        using var scope = NewDisposeScope();
        var sampler = golden.Member("sampler");
        var scale = sampler.GetProperty("cond_scale").GetDouble();
        var sigmas = Sigmas(golden);
        golden.Compare("sample.sigmas", tensor(sigmas.Select(sigma => (float)sigma).ToArray())); // [N + 1]
        var start = golden.Input("sample.noise") * sigmas[0]; // [1, C, h, w]
        golden.Compare("sample.x_init", start);

        var field = new InputField(generator);
        var condition = new GuidedInputs(First(golden, "context", "y"), First(golden, "sample.uncond_context", "sample.uncond_y"));
        var plan = SamplingPlan.Of(new SamplingConfig { Times = sigmas, Guidance = scale, GuidanceTo = 1 });
        var run = SampledRun.Follow(field, start, condition, plan);
        golden.Compare("sample.x_steps", stack(run.States.SkipLast(1)), ParityRule.Trajectory); // [N, 1, C, h, w]
        golden.Compare("sample.denoised_steps", stack(run.Calls.Zip(sigmas, (call, sigma) => call.State - (call.Velocity * sigma))), ParityRule.Trajectory); // [N, 1, C, h, w]
        golden.Compare("sample.final", run.States[^1], ParityRule.Trajectory); // [1, C, h, w]
        golden.Compare("sample.dpmpp_2m_final", OfficialDpmSolver.Follow((x, t) => field.Velocity(x, t, t, condition, scale), start, sigmas), ParityRule.Trajectory); // [1, C, h, w]
    }

    // A run has one picture: the first text of the forward pass, against the one recorded for it.
    private static GeneratorInputs First(GoldenCase golden, string tokens, string pooled) =>
        new() { Text = golden.Input(tokens).narrow(0, 0, 1), Pooled = golden.Has(pooled) ? golden.Input(pooled).narrow(0, 0, 1) : null }; // [1, L, W], [1, P]

    // The grid is even between the shifted ends and shifted once more: the official code takes a shifted sigma times 1000 for a time.
    private static double[] Sigmas(GoldenCase golden)
    {
        var sampler = golden.Member("sampler");
        var (shifted, steps) = (new TimestepShift(1 / sampler.GetProperty("shift").GetDouble()), sampler.GetProperty("steps").GetInt32());
        var (most, least) = (shifted.Apply(1), shifted.Apply(1 / TimeSteps));
        return [.. Enumerable.Range(0, steps).Select(i => shifted.Apply(steps == 1 ? most : most + ((least - most) * i / (steps - 1)))), 0];
    }
}
