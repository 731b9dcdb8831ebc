using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>LightningDiT, with SiT as the case of all flags off, or its few-step student: the raw network in the direction of time of its weights.</summary>
/// <remarks>Patches → linear + positions → modulated blocks → modulated norm, linear → patches. A call is: <see cref="Reserve"/>, <see cref="Place"/> each picture, <see cref="Run"/>, <see cref="Read"/>.</remarks>
internal sealed unsafe class CpuGenerator : IDisposable
{
    private readonly Compute _compute;
    private readonly LatentConfig _latent;
    private readonly Arena _arena;
    private readonly TokenSpace _space;
    private readonly PackedMatrix _patches;
    private readonly float* _positions;
    private readonly Block[] _blocks;
    private readonly RowNorm _finalNorm;
    private readonly PackedMatrix _final;
    private float* _input;
    private float* _output;
    private float** _modulations;
    private int _pictures;

    private CpuGenerator(Compute compute, Arena arena, WeightFile file, LightningDiTConfig config, LatentConfig latent, bool targetTime)
    {
        (_compute, _arena, Config, _latent) = (compute, arena, config, latent);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (width, side) = (config.Width, latent.Side / config.PatchSize);
        var block = BlockConfig.Of(config);
        _patches = layers.Patches("x_embedder.proj", width, latent.Channels, config.PatchSize);
        _positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width);
        var rotary = config.Rope ? layers.Rotary("feat_rope", block.HeadWidth, side) : null;
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, rotary))];
        _finalNorm = LayerReader.Norm(block.Norm);
        _final = layers.Linear("final_layer.linear", OutputChannels * config.PatchSize * config.PatchSize, width);
        Conditioning = new Conditioning(compute, layers, config, _blocks, layers.Gain("final_layer.norm_final", block.Norm, width), targetTime);
        _space = new TokenSpace(compute, arena, block, side * side);
        file.Finish();
    }

    /// <summary>Sizes and flags.</summary>
    public LightningDiTConfig Config { get; }

    /// <summary>Times and classes.</summary>
    public Conditioning Conditioning { get; }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => _latent.Channels * _latent.Side * _latent.Side;

    private int OutputChannels => (Config.LearnSigma ? 2 : 1) * _latent.Channels;

    private int PatchValues => _latent.Channels * Config.PatchSize * Config.PatchSize;

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
        if (count > _pictures)
        {
            _pictures = count;
            var rows = (long)count * _space.Tokens;
            _input = _arena.Take(rows * PatchValues);
            _output = _arena.Take(rows * _final.Outputs);
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
        if (x.Length != LatentLength)
        {
            throw new ShapeException($"A latent of {x.Length} values came to a generator of {LatentLength}; give [C, h, w] of its configuration.");
        }

        _modulations[picture] = Conditioning.Of((float)t, (float)r, blend, text);
        PatchOrder.Cut(x, new Span<float>(_input + ((long)picture * LatentLength), LatentLength), _latent.Channels, _latent.Side, Config.PatchSize);
    }

    /// <summary>Computes all pictures that were set.</summary>
    public void Run()
    {
        var (width, rows) = (Config.Width, _space.Rows);
        _compute.Multiply(_patches, _input, PatchValues, rows, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = _space.Stream,
            TargetStride = width,
            Residual = _positions,
            ResidualStride = width,
            ResidualPeriod = _space.Tokens,
        });
        for (var i = 0; i < _blocks.Length; i++)
        {
            _blocks[i].Apply(_space, new BlockModulation(_modulations, (nint)i * BlockModulation.Vectors * width, width, _space.Tokens));
        }

        var modulation = new RowModulation { Bases = _modulations, Gain = Conditioning.FinalOffset, Shift = Conditioning.FinalOffset + width, RowsPerImage = _space.Tokens };
        _compute.Normalise(_finalNorm, modulation, _space.Stream, _space.Branch, width, rows);
        _compute.Multiply(_final, _space.Branch, width, rows, new Epilogue { Target = _output, TargetStride = _final.Outputs });
    }

    /// <summary>A picture's result.</summary>
    /// <param name="picture">Which.</param>
    /// <param name="target">Receives <c>[C, h, w]</c>; what the network says about sigma is left out.</param>
    public void Read(int picture, Span<float> target)
    {
        var tokens = new ReadOnlySpan<float>(_output + ((long)picture * _space.Tokens * _final.Outputs), _space.Tokens * _final.Outputs);
        PatchOrder.Join(tokens, target, _latent.Channels, OutputChannels, _latent.Side, Config.PatchSize);
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();
}
