using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>MMDiT, the text-to-image generator of Stable Diffusion 3 with 3.5's norms and second attentions by configuration: the raw network. Its output is the velocity ε − x.</summary>
/// <remarks>
/// Esser et al. 2024, arXiv:2403.03206, §4. Patches → linear + positions, states of a text → linear; joint blocks; modulated norm, linear → patches. A call is:
/// <see cref="Reserve"/>, <see cref="Place"/> each picture, <see cref="Run"/>, <see cref="Read"/>. What depends on time and text alone is computed when they change.
/// </remarks>
internal sealed unsafe class CpuMMDiT : IDisposable
{
    private readonly Arena _arena;
    private readonly JointSpace _space;
    private readonly LatentPatches _patches;
    private readonly JointBlock[] _blocks;
    private float* _texts;
    private float** _modulations;
    private int _pictures;

    private CpuMMDiT(Compute compute, Arena arena, WeightFile file, MMDiTConfig config, LatentConfig latent, bool targetTime)
    {
        (_arena, Config) = (arena, config);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (shape, grid) = (StreamBlock.Shape(config), latent.Side / config.PatchSize);
        _patches = new LatentPatches(layers, latent, config.PatchSize, config.Width, latent.Channels, shape.Norm, Positions(layers, config, latent));
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new JointBlock(layers, config, i))];
        Conditioning = new JointConditioning(compute, layers, config, _blocks, targetTime);
        Text = new TextTokens(compute, layers, config);
        _space = new JointSpace(compute, arena, shape, config.TextTokens, grid * grid);
        file.Finish();
    }

    /// <summary>Sizes and switches.</summary>
    public MMDiTConfig Config { get; }

    /// <summary>Times, classes and whole texts.</summary>
    public JointConditioning Conditioning { get; }

    /// <summary>Texts' tokens.</summary>
    public TextTokens Text { get; }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => _patches.LatentLength;

    /// <summary>Reads and packs a generator.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights, under the TorchSharp network's keys.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    /// <exception cref="ConfigException">The configuration has problems.</exception>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static CpuMMDiT Open(Compute compute, string path, MMDiTConfig config, LatentConfig latent, bool targetTime = false)
    {
        List<string> problems = [.. config.Validate(latent)];
        if (problems.Count == 0 && config.HiddenWidth < 1)
        {
            problems.Add($"generator.mlpRatio is {config.MlpRatio}, which leaves no hidden width at generator.width {config.Width}; give more.");
        }

        if (problems.Count > 0)
        {
            throw new ConfigException(string.Join(' ', problems));
        }

        using var file = WeightFile.Open(path, targetTime ? "the few-step student" : "the text-to-image generator");
        return Arena.Fill(arena => new CpuMMDiT(compute, arena, file, config, latent, targetTime));
    }

    /// <summary>Makes room.</summary>
    /// <param name="count">Pictures B of the next run.</param>
    /// <exception cref="ShapeException">They are more than modulations are kept for.</exception>
    public void Reserve(int count)
    {
        if (count > Conditioning.Capacity)
        {
            throw new ShapeException($"{count} pictures came to a generator that computes up to {Conditioning.Capacity} at once. Give fewer.");
        }

        _space.Reserve(count);
        _patches.Reserve(count);
        if (count > _pictures)
        {
            _pictures = count;
            _texts = _arena.Take((long)count * Text.Length);
            _modulations = (float**)_arena.Take((long)count * (sizeof(nint) / sizeof(float)));
        }
    }

    /// <summary>Sets a picture of the next run.</summary>
    /// <param name="picture">Which, from 0.</param>
    /// <param name="x">Normalised latent <c>[C, h, w]</c>.</param>
    /// <param name="t">Its time in [0, <see cref="MMDiTConfig.TimeScale"/>]; the upper end is noise.</param>
    /// <param name="tokens">States of a text <c>[n, W]</c>, n up to <see cref="MMDiTConfig.TextTokens"/>; zeros take the places of the rest and take part.</param>
    /// <param name="pooled">The whole text's vector <c>[P]</c>; empty for none.</param>
    /// <param name="r">Target time in the same range as <paramref name="t"/>, where the network has one.</param>
    /// <param name="classes">The blend of classes, where it knows any; null or empty for none.</param>
    /// <exception cref="ShapeException">x is no latent, or the text does not fit.</exception>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public void Place(int picture, ReadOnlySpan<float> x, double t, ReadOnlySpan<float> tokens, ReadOnlySpan<float> pooled, double r = 0, IReadOnlyList<WeightedClass>? classes = null)
    {
        _patches.Place(picture, x);
        _modulations[picture] = Conditioning.Of((float)t, (float)r, classes ?? [], pooled);
        Text.Of(tokens).CopyTo(new Span<float>(_texts + ((long)picture * Text.Length), Text.Length));
    }

    /// <summary>Computes all pictures that were set.</summary>
    public void Run()
    {
        _patches.Embed(_space.Image);
        var bytes = (long)_space.Text.Images * Text.Length * sizeof(float);
        Buffer.MemoryCopy(_texts, _space.Text.Stream, bytes, bytes);
        nint offset = 0;
        foreach (var block in _blocks)
        {
            block.Apply(_space, _modulations, offset);
            offset += block.Length;
        }

        _patches.Finish(_space.Image, _modulations, offset);
    }

    /// <summary>A picture's result.</summary>
    /// <param name="picture">Which.</param>
    /// <param name="target">Receives the velocity <c>[C, h, w]</c>.</param>
    public void Read(int picture, Span<float> target) => _patches.Read(picture, target);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    // The middle of the stored table.
    private static float* Positions(LayerReader layers, MMDiTConfig config, LatentConfig latent)
    {
        var (width, side, grid) = (config.Width, config.PositionSide(latent), latent.Side / config.PatchSize);
        var table = layers.Values("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width);
        var (edge, row) = ((side - grid) / 2, grid * width);
        var positions = layers.Arena.Take((long)grid * row);
        for (var y = 0; y < grid; y++)
        {
            table.AsSpan((((edge + y) * side) + edge) * width, row).CopyTo(new Span<float>(positions + ((long)y * row), row));
        }

        return positions;
    }
}
