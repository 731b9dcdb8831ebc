using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of SiT and LightningDiT through a frame engine: the forward pass, the guided one, and every state of the deterministic runs.</summary>
/// <remarks>An engine gives latents and no velocities: a velocity is what a single step of length 1 takes away. Of a guided batch the half with classes is compared; the other is the official code's own affair.</remarks>
internal static class EngineGeneratorParity
{
    /// <summary>Compares.</summary>
    /// <param name="golden">The case. Borrowed.</param>
    /// <param name="open">The engine for a model.</param>
    /// <param name="guidance">The guided answers.</param>
    /// <param name="runs">The runs.</param>
    public static void Run(GoldenCase golden, Func<ModelFolder, FrameEngineOptions> open, IReadOnlyList<OfficialGuidance> guidance, IReadOnlyList<OfficialRun> runs)
    {
        var (generator, latent) = OfficialGenerator.Config(golden);
        var (scratch, folder) = EngineModel.OfGenerator(generator, latent, golden.WeightsPath);
        using (scratch)
        {
            using var engine = open(folder).Open();
            Forward(golden, engine);
            foreach (var check in guidance)
            {
                var x = golden.Numbers(check.Input); // [2B, C, h, w]
                var times = new float[x.Length / engine.Info.LatentLength / 2];
                Array.Fill(times, (float)check.OfficialTime);
                var answers = Velocities(engine, x, times, golden.Numbers(check.Labels), check.Scale); // [B, C, h, w]
                golden.CompareNumbers($"{check.Name} (with classes)", answers, golden.Numbers(check.Name).AsSpan(0, answers.Length));
            }

            foreach (var run in runs)
            {
                Follow(golden, engine, run);
            }
        }
    }

    private static void Forward(GoldenCase golden, IFrameEngine engine)
    {
        var times = golden.Numbers("fwd.t"); // [B]
        golden.CompareNumbers("fwd.out", Velocities(engine, golden.Numbers("fwd.x"), times, golden.Numbers("fwd.y"), 1), golden.Numbers("fwd.out"));
    }

    // Towards data, as the official velocities are: x − v is the state after a step of length 1 in this product's time.
    private static float[] Velocities(IFrameEngine engine, float[] x, float[] officialTimes, float[] labels, double guidance)
    {
        var length = engine.Info.LatentLength;
        var answers = new float[officialTimes.Length * length]; // [B, C, h, w]
        for (var i = 0; i < officialTimes.Length; i++)
        {
            var t = 1.0 - officialTimes[i];
            var from = x.AsSpan(i * length, length);
            var after = answers.AsSpan(i * length, length);
            Step(engine, from, labels[i], new FlowStep(t, t - 1, guidance), after);
            for (var j = 0; j < length; j++)
            {
                after[j] -= from[j];
            }
        }

        return answers;
    }

    // Picture by picture and step by step; a trajectory is [N, 2B, C, h, w], or [N, B, C, h, w] without guidance.
    private static void Follow(GoldenCase golden, IFrameEngine engine, OfficialRun run)
    {
        var (z, labels, length) = (golden.Numbers("ode.z"), golden.Numbers("ode.y"), engine.Info.LatentLength);
        var pictures = labels.Length / 2;
        var states = new List<float[]> { z[..(pictures * length)] }; // [B, C, h, w] each
        foreach (var step in run.Plan.Steps)
        {
            var next = new float[pictures * length];
            for (var i = 0; i < pictures; i++)
            {
                Step(engine, states[^1].AsSpan(i * length, length), labels[i], step, next.AsSpan(i * length, length));
            }

            states.Add(next);
        }

        var batch = (run.Guided ? 2 : 1) * pictures * length;
        if (golden.Has($"{run.Name}.trajectory"))
        {
            var stored = golden.Numbers($"{run.Name}.trajectory");
            float[] expected = [.. Enumerable.Range(0, stored.Length / batch).SelectMany(n => stored.AsSpan(n * batch, pictures * length).ToArray())];
            golden.CompareNumbers(Row($"{run.Name}.trajectory"), [.. states.SelectMany(state => state)], expected, run.Rule);
        }

        foreach (var final in new[] { $"{run.Name}.final", $"{run.Name}_final" }.Where(golden.Has))
        {
            golden.CompareNumbers(Row(final), states[^1], golden.Numbers(final).AsSpan(0, pictures * length), run.Rule);
        }

        string Row(string name) => run.Guided ? $"{name} (with classes)" : name;
    }

    private static void Step(IFrameEngine engine, ReadOnlySpan<float> from, float label, FlowStep step, Span<float> to)
    {
        WeightedClass[] classes = (int)label == engine.Info.Config.Generator.Classes ? [] : [new WeightedClass((int)label, 1)];
        engine.Generate(from, new EngineCondition(classes), new SamplingPlan([step]), [], to);
    }
}
