using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Models.Generators.TextToImage;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of MMDiTX through a frame engine: the forward pass, and every state of the guided Euler run.</summary>
/// <remarks>An engine gives latents and no velocities: a velocity is what a single step of length 1 takes away. The run's other text is a recorded one and not the engine's own, zeros; so both answers are asked for alone and guided here.</remarks>
internal static class EngineTextParity
{
    /// <summary>Compares.</summary>
    /// <param name="golden">The case. Borrowed.</param>
    /// <param name="open">The engine for a model.</param>
    /// <param name="network">The official weights. Borrowed.</param>
    /// <param name="sigmas">The run's times.</param>
    /// <param name="guidance">The run's scale.</param>
    /// <exception cref="ConfigException">The case's latent is no square, which every model folder's is.</exception>
    public static void Run(GoldenCase golden, Func<ModelFolder, FrameEngineOptions> open, MMDiT network, double[] sigmas, double guidance)
    {
        var shape = golden.Shape("x"); // [B, C, h, w]
        if (shape[2] != shape[3])
        {
            throw new ConfigException($"'{golden.Directory}' has a latent of {shape[2]}×{shape[3]}, which no frame engine runs; give a case whose latent is a square, or name no engine.");
        }

        var latent = new LatentConfig { Channels = (int)shape[1], Side = (int)shape[2] };
        var (scratch, folder) = EngineModel.OfGenerator(network.Config with { PositionGrid = network.Config.PositionSide(network.Latent) }, latent, network);
        using (scratch)
        {
            using var engine = open(folder).Open();
            Forward(golden, engine, network.Config.TimeScale);
            if (golden.Has("sample.noise"))
            {
                Follow(golden, engine, sigmas, guidance);
            }
        }
    }

    private static void Forward(GoldenCase golden, IFrameEngine engine, double timeScale)
    {
        var (x, times, length) = (golden.Numbers("x"), golden.Numbers("t"), engine.Info.LatentLength);
        var answers = new float[x.Length]; // [B, C, h, w]
        for (var i = 0; i < times.Length; i++)
        {
            Velocity(engine, x.AsSpan(i * length, length), times[i] / timeScale, Words(golden, "context", "y", i)).CopyTo(answers, i * length);
        }

        golden.CompareNumbers("out", answers, golden.Numbers("out"));
    }

    private static void Follow(GoldenCase golden, IFrameEngine engine, double[] sigmas, double guidance)
    {
        var (words, none) = (Words(golden, "context", "y", 0), Words(golden, "sample.uncond_context", "sample.uncond_y", 0));
        float[] state = [.. golden.Numbers("sample.noise").Select(value => value * (float)sigmas[0])]; // [C, h, w]
        List<float> states = [];
        foreach (var (from, to) in sigmas.Zip(sigmas.Skip(1)))
        {
            states.AddRange(state);
            var (wanted, other) = (Velocity(engine, state, from, words), Velocity(engine, state, from, none));
            state = [.. state.Select((value, i) => value + ((float)(to - from) * (other[i] + ((float)guidance * (wanted[i] - other[i])))))];
        }

        golden.CompareNumbers("sample.x_steps", [.. states], golden.Numbers("sample.x_steps"), ParityRule.Trajectory); // [N, 1, C, h, w]
        golden.CompareNumbers("sample.final", state, golden.Numbers("sample.final"), ParityRule.Trajectory);
    }

    private static float[] Velocity(IFrameEngine engine, ReadOnlySpan<float> x, double t, float[] words)
    {
        var answer = new float[x.Length];
        engine.Generate(x, new EngineCondition([], words), new SamplingPlan([new FlowStep(t, t - 1, 1)]), [], answer);
        for (var i = 0; i < answer.Length; i++)
        {
            answer[i] = x[i] - answer[i];
        }

        return answer;
    }

    // Token states and the whole text's vector of one picture, as engines take them.
    private static float[] Words(GoldenCase golden, string tokens, string pooled, int picture)
    {
        float[] Row(string name)
        {
            var (numbers, rows) = (golden.Numbers(name), (int)golden.Shape(name)[0]);
            return numbers[(picture * numbers.Length / rows)..((picture + 1) * numbers.Length / rows)];
        }

        return [.. Row(tokens), .. golden.Has(pooled) ? Row(pooled) : []];
    }
}
