using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Networks.TextToImage;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Onnx.Tests;

/// <summary>Each graph of a model beside the CPU engine's network on the same weights.</summary>
internal sealed unsafe class Twins(ModelFolder folder, string graphs, double tolerance)
{
    // As float32 and float64 have them alike.
    private const double Time = 0.75, Target = 0.375;

    private LatentConfig Latent => folder.Config.Latent;

    private int Values => Latent.Channels * Latent.Side * Latent.Side;

    private int Tokens => Latent.Side * Latent.Side;

    private int Width => folder.Config.Encoder.FeatureWidth;

    /// <summary>Compares all that the model has, for one picture and for two.</summary>
    public void Compare()
    {
        using var compute = Compute.Start(2);
        foreach (var batch in new[] { 1, 2 })
        {
            Generator(compute, GeneratorVariant.Teacher, batch);
            if (folder.HasFewStep)
            {
                Generator(compute, GeneratorVariant.FewStep, batch);
            }

            Decoders(compute, batch);
            Encoder(compute, batch);
        }
    }

    /// <summary>A generator or its student: other words, another class and none, for each picture.</summary>
    public void Generator(Compute compute, GeneratorVariant variant, int batch)
    {
        var config = folder.Config.Generator;
        var x = Numbers.Normal(1, batch * Values);
        var classes = Enumerable.Range(0, batch).Select(i => (long)(i == 0 ? config.Classes - 1 : config.HasNullLabel ? config.Classes : 0)).ToArray();
        var words = Numbers.Normal(3, batch * config.TextNumbers);
        var expected = config is MMDiTConfig text
            ? MMDiT(compute, text, variant, x, classes, words)
            : LightningDiT(compute, (LightningDiTConfig)config, variant, x, classes, words);
        List<(string, Array)> inputs = [("x", x), ("t", Filled(batch, Time))];
        inputs.AddRange(variant == GeneratorVariant.FewStep ? [("r", Filled(batch, Target))] : []);
        inputs.AddRange(config.Classes > 0 ? [("class", classes)] : []);
        inputs.AddRange(Words(config, words, batch));
        Near(expected, Run(variant == GeneratorVariant.FewStep ? "few-step" : "generator", batch, [.. inputs])[0]);
    }

    /// <summary>Both decoders, one behind the other.</summary>
    public void Decoders(Compute compute, int batch)
    {
        var config = folder.Config;
        using var decoder = CpuFeatureDecoder.Open(compute, folder.FeatureDecoderPath, config.FeatureDecoder, Latent, Width);
        using var painter = CpuPixelDecoder.Open(compute, folder.PixelDecoderPath, config.PixelDecoder, Width, Latent.Side);
        var (mean, deviation) = Statistics();
        var z = Numbers.Normal(2, batch * Values);
        var raw = z.Select((value, i) => Latent.Mean.Count == 0 ? value : (float)((value * Latent.Std[i / Tokens % Latent.Channels]) + Latent.Mean[i / Tokens % Latent.Channels])).ToArray();
        var standardised = decoder.Run(raw);
        var features = new ReadOnlySpan<float>(standardised, batch * Tokens * Width).ToArray().Select((value, i) => (value * deviation[i % Width]) + mean[i % Width]).ToArray();
        Near(features, Run("feature-decoder", batch, ("latent", z))[0]);

        var side = config.PixelDecoder.ImageSize;
        var cells = new float[batch * side * side * 3];
        painter.Values(standardised, batch, cells);
        var rgb = new float[cells.Length];
        var (rows, columns) = (painter.Head.CellRows, painter.Head.CellColumns);
        for (var i = 0; i < rgb.Length; i++)
        {
            var (picture, colour, y, column) = (i / (3 * side * side), i / (side * side) % 3, i / side % side, i % side);
            var cell = (((picture * (side / rows)) + (y / rows)) * (side / columns)) + (column / columns);
            rgb[i] = Math.Clamp(cells[(((((cell * rows) + (y % rows)) * columns) + (column % columns)) * 3) + colour], 0, 1);
        }

        Near(rgb, Run("pixel-decoder", batch, ("features", features))[0]);
    }

    /// <summary>The latent encoder.</summary>
    public void Encoder(Compute compute, int batch)
    {
        using var encoder = CpuLatentEncoder.Open(compute, folder.EncoderPath, folder.Config.Autoencoder, Latent, Width);
        var (mean, deviation) = Statistics();
        var features = Numbers.Normal(4, batch * Tokens * Width).Select((value, i) => (value * deviation[i % Width]) + mean[i % Width]).ToArray();
        var (means, logVariances) = (new float[batch * Values], new float[batch * Values]);
        encoder.Encode(features, means, logVariances);
        var results = Run("encoder", batch, ("features", features));
        var (statistics, channels) = (Latent.Mean.Count > 0, Latent.Channels);
        Near(Planes(means, (value, channel) => statistics ? (value - Latent.Mean[channel]) / Latent.Std[channel] : value), results[0]);
        Near(Planes(logVariances, (value, channel) => statistics ? value - (2 * Math.Log(Latent.Std[channel])) : value), results[1]);
        Assert.Equal(batch * channels * Tokens, results[1].Length);
    }

    private static IEnumerable<(string, Array)> Words(GeneratorConfig config, float[] words, int batch)
    {
        if (config is MMDiTConfig text)
        {
            var states = text.TextTokens * text.TextWidth;
            yield return ("words", Enumerable.Range(0, batch).SelectMany(i => words.Skip(i * text.TextNumbers).Take(states)).ToArray());
            if (text.PooledWidth is { } pooled)
            {
                yield return ("pooled", Enumerable.Range(0, batch).SelectMany(i => words.Skip((i * text.TextNumbers) + states).Take(pooled)).ToArray());
            }
        }
        else if (config.Text is not null)
        {
            yield return ("words", words);
        }
    }

    private float[] MMDiT(Compute compute, MMDiTConfig config, GeneratorVariant variant, float[] x, long[] classes, float[] words)
    {
        using var network = CpuMMDiT.Open(compute, folder.PathOf(variant), config, Latent, variant == GeneratorVariant.FewStep);
        var (result, states) = (new float[x.Length], config.TextTokens * config.TextWidth);
        network.Reserve(classes.Length);
        for (var i = 0; i < classes.Length; i++)
        {
            var text = words.AsSpan(i * config.TextNumbers, config.TextNumbers);
            network.Place(i, x.AsSpan(i * Values, Values), Time * config.TimeScale, text[..states], text[states..], Target * config.TimeScale, Blend(config, classes[i]));
        }

        network.Run();
        for (var i = 0; i < classes.Length; i++)
        {
            network.Read(i, result.AsSpan(i * Values, Values));
        }

        return result;
    }

    private float[] LightningDiT(Compute compute, LightningDiTConfig config, GeneratorVariant variant, float[] x, long[] classes, float[] words)
    {
        using var network = CpuGenerator.Open(compute, folder.PathOf(variant), config, Latent, variant == GeneratorVariant.FewStep);
        var result = new float[x.Length];
        network.Reserve(classes.Length);
        for (var i = 0; i < classes.Length; i++)
        {
            var (time, target) = (GeneratorAnswer.NetworkTime(config, Time), GeneratorAnswer.NetworkTime(config, Target));
            network.Place(i, x.AsSpan(i * Values, Values), time, target, Blend(config, classes[i]), words.AsSpan(i * config.TextNumbers, config.TextNumbers));
        }

        network.Run();
        var velocity = GeneratorAnswer.Velocity(config, Time);
        for (var i = 0; i < classes.Length; i++)
        {
            network.Read(i, result.AsSpan(i * Values, Values));
        }

        return [.. result.Select((value, i) => (float)((velocity.Output * value) + (velocity.State * x[i])))];
    }

    private static IReadOnlyList<WeightedClass> Blend(GeneratorConfig config, long index) => index < 0 || index >= config.Classes ? [] : [new WeightedClass((int)index, 1)];

    private static float[] Filled(int batch, double value) => [.. Enumerable.Repeat((float)value, batch)];

    // [B, T, C] to [B, C, h, w].
    private float[] Planes(float[] rows, Func<double, int, double> normalise) => [.. rows.Select((_, i) =>
    {
        var (picture, channel, token) = (i / Values, i / Tokens % Latent.Channels, i % Tokens);
        return (float)normalise(rows[(((picture * Tokens) + token) * Latent.Channels) + channel], channel);
    })];

    private (float[] Mean, float[] Deviation) Statistics()
    {
        using var file = WeightFile.Open(folder.EncoderPath, "the encoder");
        return (file.Take("features.mean", Width), file.Take("features.std", Width));
    }

    private IReadOnlyList<float[]> Run(string graph, int batch, params (string, Array)[] inputs)
    {
        using var session = new GraphSession(Path.Combine(graphs, $"{graph}.onnx"));
        return session.Run(batch, inputs);
    }

    private void Near(float[] expected, float[] found)
    {
        Assert.InRange(Numbers.Distance(found, expected), 0, tolerance);
        Assert.InRange(expected.Zip(found, (one, other) => Math.Abs(one - other)).Max() / expected.Max(Math.Abs), 0, tolerance);
    }
}
