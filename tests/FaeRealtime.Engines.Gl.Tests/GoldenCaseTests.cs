using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Engines.Gl.Networks;
using FaeRealtime.Engines.Gl.Sampling;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Testing;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>The kernels beside what the official SiT and LightningDiT answered, by the cases' own rule.</summary>
public sealed class GoldenCaseTests
{
    [SharedTheory("fixtures/sit")]
    [InlineData("sit")]
    [InlineData("lightningdit_all")]
    [InlineData("lightningdit_official_flags")]
    [InlineData("lightningdit_qknorm_ln_woshift")]
    public void Generator_OfAnOfficialCase_AnswersTheSame(string name)
    {
        var folder = SharedData.Path($"fixtures/{name}");
        var config = Config(folder);
        using var io = SafetensorsReader.Open(Path.Combine(folder, "io.safetensors"));
        var (x, t, y, expected) = (io.ReadSingle("fwd.x"), io.ReadSingle("fwd.t"), io.ReadSingle("fwd.y"), io.ReadSingle("fwd.out"));
        var length = x.Length / t.Length;
        using var context = EglContext.CreateForCompute();
        using var compute = GlCompute.Open(context, half: false, length * sizeof(float));
        var latents = new GlLatents(compute, length);
        var generator = GlGenerator.Open(compute, Path.Combine(folder, "weights.safetensors"), config, GeneratorKind.Teacher, latents.Buffer);
        var (input, output, answers) = (latents.Rent(), latents.Rent(), new float[expected.Length]);
        for (var i = 0; i < t.Length; i++)
        {
            WeightedClass[] blend = (int)y[i] == config.Generator.Classes ? [] : [new WeightedClass((int)y[i], 1)];
            latents.Write(input, x.AsSpan(i * length, length));
            var modulation = generator.Conditioning.Of(t[i], 0, blend, []);
            generator.Run(new StepValues { FirstModulation = modulation, SlotX = input.Slot, SlotY = output.Slot, FactorY = 1 }, guided: false);
            latents.Read(output, answers.AsSpan(i * length, length));
        }

        var largest = answers.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest <= 1e-4 * Math.Max(1, expected.Max(Math.Abs)), $"largest difference {largest}");
        Assert.InRange(Numbers.Distance(answers, expected), 0, 5e-5);
    }

    private static ModelConfig Config(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
        var c = document.RootElement.GetProperty("config");
        int Number(string member) => c.GetProperty(member).GetInt32();
        bool Flag(string member) => c.TryGetProperty(member, out var value) && value.GetBoolean();
        return RandomConfig.Of(0) with
        {
            Latent = new LatentConfig { Channels = Number("in_channels"), Side = Number("input_size") },
            Sampling = new SamplingConfig(),
            Generator = new GeneratorConfig
            {
                Width = Number("hidden_size"),
                Depth = Number("depth"),
                Heads = Number("num_heads"),
                PatchSize = Number("patch_size"),
                MlpRatio = c.GetProperty("mlp_ratio").GetDouble(),
                Classes = Number("num_classes"),
                LabelDropout = c.GetProperty("class_dropout_prob").GetDouble(),
                QkNorm = Flag("use_qknorm"),
                SwiGlu = Flag("use_swiglu"),
                Rope = Flag("use_rope"),
                RmsNorm = Flag("use_rmsnorm"),
                WithoutShift = Flag("wo_shift"),
                LearnSigma = Flag("learn_sigma"),
                Time = TimeDirection.DataAtOne,
            },
        };
    }
}
