using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>LightningDiT, with SiT as the case of all flags off, or its few-step student: the raw network in the direction of time of its weights.</summary>
/// <remarks>Patches → linear + positions → modulated blocks → modulated norm, linear → patches. A call is: <see cref="Reserve"/>, <see cref="Place"/> each picture, <see cref="Run"/>, <see cref="Read"/>.</remarks>
internal sealed unsafe class CpuGenerator : IDisposable
{
    private readonly Arena _arena;
    private readonly TokenSpace _space;
    private readonly LatentPatches _patches;
    private readonly Block[] _blocks;
    private float** _modulations;
    private int _pictures;

    private CpuGenerator(Compute compute, Arena arena, WeightFile file, LightningDiTConfig config, LatentConfig latent, bool targetTime)
    {
        (_arena, Config) = (arena, config);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (width, side) = (config.Width, latent.Side / config.PatchSize);
        var block = BlockConfig.Of(config);
        var positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width);
        _patches = new LatentPatches(layers, latent, config.PatchSize, width, (config.LearnSigma ? 2 : 1) * latent.Channels, block.Norm, positions);
        var rotary = config.Rope ? layers.Rotary("feat_rope", block.HeadWidth, side) : null;
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, rotary))];
        Conditioning = new Conditioning(compute, layers, config, _blocks, layers.Gain("final_layer.norm_final", block.Norm, width), targetTime);
        _space = new TokenSpace(compute, arena, block, side * side);
        file.Finish();
    }

    /// <summary>Sizes and flags.</summary>
    public LightningDiTConfig Config { get; }

    /// <summary>Times and classes.</summary>
    public Conditioning Conditioning { get; }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => _patches.LatentLength;

    /// <summary>Reads and packs a generator.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static CpuGenerator Open(Compute compute, string path, LightningDiTConfig config, LatentConfig latent, bool targetTime)
    {
        using var file = WeightFile.Open(path, targetTime ? "the few-step student" : "the generator");
        return Arena.Fill(arena => new CpuGenerator(compute, arena, file, config, latent, targetTime));
    }

    /// <summary>Makes room.</summary>
    /// <param name="count">Pictures B of the next run.</param>
    public void Reserve(int count)
    {
        _space.Reserve(count);
        _patches.Reserve(count);
        if (count > _pictures)
        {
            _pictures = count;
            _modulations = (float**)_arena.Take((long)count * (sizeof(nint) / sizeof(float)));
        }
    }

    /// <summary>Sets a picture of the next run.</summary>
    /// <param name="picture">Which, from 0.</param>
    /// <param name="x">Normalised latent <c>[C, h, w]</c>.</param>
    /// <param name="t">Its time in the direction of the weights.</param>
    /// <param name="r">The target time; ignored by a network without.</param>
    /// <param name="blend">Its classes; none for the null label.</param>
    /// <param name="text">Its words <c>[W]</c>; empty for none.</param>
    /// <exception cref="ShapeException">x is no latent.</exception>
    /// <exception cref="ConfigException">A class does not exist, the null label is needed and the model has none, or it knows no words.</exception>
    public void Place(int picture, ReadOnlySpan<float> x, double t, double r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        _patches.Place(picture, x);
        _modulations[picture] = Conditioning.Of((float)t, (float)r, blend, text);
    }

    /// <summary>Computes all pictures that were set.</summary>
    public void Run()
    {
        _patches.Embed(_space);
        for (var i = 0; i < _blocks.Length; i++)
        {
            _blocks[i].Apply(_space, new BlockModulation(_modulations, (nint)i * BlockModulation.Vectors * Config.Width, Config.Width, _space.Tokens));
        }

        _patches.Finish(_space, _modulations, Conditioning.FinalOffset);
    }

    /// <summary>A picture's result.</summary>
    /// <param name="picture">Which.</param>
    /// <param name="target">Receives <c>[C, h, w]</c>; what the network says about sigma is left out.</param>
    public void Read(int picture, Span<float> target) => _patches.Read(picture, target);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();
}
