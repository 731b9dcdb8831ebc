using System.Globalization;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Testing;

namespace FaeRealtime.Onnx.Tests;

/// <summary>The loops of the exported page in ONNX Runtime, beside the CPU engine: from a seed's noise to the picture.</summary>
public sealed partial class PictureTests : IDisposable
{
    // Of 255: the engine's pictures are whole numbers, the graph's are not.
    private const double Rounding = 0.6;

    private const ulong Seed = 17;
    private const string Words = "long red hair, round glasses";

    private readonly TemporaryFolder _folder = new();

    private static ModelFolder Model => ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

    [Theory]
    [InlineData(TensorDtype.F32, Rounding)]
    [InlineData(TensorDtype.F16, 1)]
    public void Picture_OfTheStudent_IsTheCpuEngines(TensorDtype storage, double levels)
    {
        var model = Model;
        OnnxExport.Write(model, At("onnx"), new OnnxExportOptions { Storage = storage });
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(model) { Threads = 2, Generator = GeneratorVariant.FewStep });
        using var student = new GraphSession(At("onnx", "few-step.onnx"));
        var words = PhraseVectors.Of(model, encoder: null)!.Read(Prompt.Parse(Words));
        var (x, times) = (Noise(engine), Listed("times", "few-step"));

        Assert.Equal(3, times.Length);
        for (var i = 0; i + 1 < times.Length; i++)
        {
            var velocity = student.Run(1, ("x", x), ("t", new[] { times[i] }), ("r", new[] { times[i + 1] }), ("class", new[] { (long)model.Config.Generator.Classes }), ("words", words))[0];
            x = [.. x.Zip(velocity, (value, slope) => value - ((times[i] - times[i + 1]) * slope))];
        }

        Same(engine, [], words, x, levels);
    }

    [Fact]
    public void Picture_OfTheGuidedGenerator_IsTheCpuEngines()
    {
        var model = Model;
        OnnxExport.Write(model, At("onnx"), new OnnxExportOptions());
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(model) { Threads = 2, Generator = GeneratorVariant.Teacher });
        using var generator = new GraphSession(At("onnx", "generator.onnx"));
        var none = new float[model.Config.Generator.TextNumbers];
        var (x, times, scales) = (Noise(engine), Listed("times", "generator"), Listed("scales", "generator"));

        Assert.Equal(times.Length - 1, scales.Length);
        for (var i = 0; i < scales.Length; i++)
        {
            var wanted = generator.Run(1, ("x", x), ("t", new[] { times[i] }), ("class", new[] { 3L }), ("words", none))[0];
            var free = generator.Run(1, ("x", x), ("t", new[] { times[i] }), ("class", new[] { (long)model.Config.Generator.Classes }), ("words", none))[0];
            x = [.. x.Select((value, at) => value - ((times[i] - times[i + 1]) * (free[at] + (scales[i] * (wanted[at] - free[at])))))];
        }

        Same(engine, [new WeightedClass(3, 1)], [], x, Rounding);
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Noise(CpuFrameEngine engine)
    {
        var noise = new float[engine.Info.LatentLength];
        PhiloxNoise.FillNormal(Seed, 0, 0, noise);
        return noise;
    }

    private void Same(CpuFrameEngine engine, WeightedClass[] classes, float[] words, float[] found, double levels)
    {
        var (latent, side) = (Noise(engine), engine.Info.ImageSize);
        engine.Generate(latent, new EngineCondition(classes, words), SamplingPlan.Of(engine.Info.Sampling), [], latent);
        var expected = new byte[4 * side * side];
        engine.Decode(latent, expected);

        using var features = new GraphSession(At("onnx", "feature-decoder.onnx"));
        using var pixels = new GraphSession(At("onnx", "pixel-decoder.onnx"));
        var rgb = pixels.Run(1, ("features", features.Run(1, ("latent", found))[0]))[0];
        var distance = Enumerable.Range(0, rgb.Length).Max(i => Math.Abs((255 * rgb[i]) - expected[(i % (side * side) * 4) + (i / (side * side))]));
        Assert.InRange(distance, 0, levels);
        Assert.True(expected.Distinct().Count() > 50, "The picture says nothing.");
    }

    // A list of numbers in the page, behind the place where the network is opened.
    private float[] Listed(string name, string network)
    {
        var page = File.ReadAllText(At("onnx", "README.md"));
        var lists = List().Matches(page[page.IndexOf($"InferenceSession(\"{network}.onnx\")", StringComparison.Ordinal)..]);
        return [.. lists.First(list => list.Groups["name"].Value == name).Groups["numbers"].Value.Split(", ").Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
    }

    private string At(params string[] names) => Path.Combine([_folder.Path, .. names]);

    [GeneratedRegex(@"^(?<name>times|scales) = \[(?<numbers>[^\]]+)\]", RegexOptions.Multiline)]
    private static partial Regex List();
}
