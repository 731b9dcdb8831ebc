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
    private readonly Compute compute;
    private readonly LatentConfig latent;
    private readonly Arena arena;
    private readonly TokenSpace space;
    private readonly PackedMatrix patches;
    private readonly float* positions;
    private readonly Block[] blocks;
    private readonly RowNorm finalNorm;
    private readonly PackedMatrix final;
    private float* input;
    private float* output;
    private float** modulations;
    private int pictures;

    private CpuGenerator(Compute compute, Arena arena, WeightFile file, GeneratorConfig config, LatentConfig latent, bool targetTime)
    {
        (this.compute, this.arena, Config, this.latent) = (compute, arena, config, latent);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (width, side) = (config.Width, latent.Side / config.PatchSize);
        var kind = config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh;
        var norm = config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNormNoAffine;
        NormKind? qkNorm = config.QkNorm ? (config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNorm) : null;
        var block = new BlockConfig(width, config.Heads, config.HiddenWidth, kind, norm, qkNorm) { Modulated = true };
        patches = layers.Patches("x_embedder.proj", width, latent.Channels, config.PatchSize);
        positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width);
        var rotary = config.Rope ? layers.Rotary("feat_rope", block.HeadWidth, side) : null;
        blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, rotary))];
        finalNorm = LayerReader.Norm(norm);
        final = layers.Linear("final_layer.linear", OutputChannels * config.PatchSize * config.PatchSize, width);
        Conditioning = new Conditioning(compute, layers, config, blocks, layers.Gain("final_layer.norm_final", norm, width), targetTime);
        space = new TokenSpace(compute, arena, block, side * side);
        file.Finish();
    }

    /// <summary>Sizes and flags.</summary>
    public GeneratorConfig Config { get; }

    /// <summary>Times and classes.</summary>
    public Conditioning Conditioning { get; }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => latent.Channels * latent.Side * latent.Side;

    private int OutputChannels => (Config.LearnSigma ? 2 : 1) * latent.Channels;

    private int PatchValues => latent.Channels * Config.PatchSize * Config.PatchSize;

    /// <summary>Reads and packs a generator.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static CpuGenerator Open(Compute compute, string path, GeneratorConfig config, LatentConfig latent, bool targetTime)
    {
        using var file = WeightFile.Open(path, targetTime ? "the few-step student" : "the generator");
        return Arena.Fill(arena => new CpuGenerator(compute, arena, file, config, latent, targetTime));
    }

    /// <summary>Makes room.</summary>
    /// <param name="count">Pictures B of the next run.</param>
    public void Reserve(int count)
    {
        space.Reserve(count);
        if (count > pictures)
        {
            pictures = count;
            var rows = (long)count * space.Tokens;
            input = arena.Take(rows * PatchValues);
            output = arena.Take(rows * final.Outputs);
            modulations = (float**)arena.Take((long)count * (sizeof(nint) / sizeof(float)));
        }
    }

    /// <summary>Sets a picture of the next run.</summary>
    /// <param name="picture">Which, from 0.</param>
    /// <param name="x">Normalised latent <c>[C, h, w]</c>.</param>
    /// <param name="t">Its time in the direction of the weights.</param>
    /// <param name="r">The target time; ignored by a network without.</param>
    /// <param name="blend">Its classes; none for the null label.</param>
    /// <exception cref="ShapeException">x is no latent.</exception>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public void Place(int picture, ReadOnlySpan<float> x, double t, double r, IReadOnlyList<WeightedClass> blend)
    {
        if (x.Length != LatentLength)
        {
            throw new ShapeException($"A latent of {x.Length} values came to a generator of {LatentLength}; give [C, h, w] of its configuration.");
        }

        modulations[picture] = Conditioning.Of((float)t, (float)r, blend);
        PatchOrder.Cut(x, new Span<float>(input + ((long)picture * LatentLength), LatentLength), latent.Channels, latent.Side, Config.PatchSize);
    }

    /// <summary>Computes all pictures that were set.</summary>
    public void Run()
    {
        var (width, rows) = (Config.Width, space.Rows);
        compute.Multiply(patches, input, PatchValues, rows, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = space.Stream,
            TargetStride = width,
            Residual = positions,
            ResidualStride = width,
            ResidualPeriod = space.Tokens,
        });
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Apply(space, new BlockModulation(modulations, (nint)i * BlockModulation.Vectors * width, width, space.Tokens));
        }

        var modulation = new RowModulation { Bases = modulations, Gain = Conditioning.FinalOffset, Shift = Conditioning.FinalOffset + width, RowsPerPicture = space.Tokens };
        compute.Normalise(finalNorm, modulation, space.Stream, space.Branch, width, rows);
        compute.Multiply(final, space.Branch, width, rows, new Epilogue { Target = output, TargetStride = final.Outputs });
    }

    /// <summary>A picture's result.</summary>
    /// <param name="picture">Which.</param>
    /// <param name="target">Receives <c>[C, h, w]</c>; what the network says about sigma is left out.</param>
    public void Read(int picture, Span<float> target)
    {
        var tokens = new ReadOnlySpan<float>(output + ((long)picture * space.Tokens * final.Outputs), space.Tokens * final.Outputs);
        PatchOrder.Join(tokens, target, latent.Channels, OutputChannels, latent.Side, Config.PatchSize);
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();
}
