using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>A generator's two ends: from latents to tokens with positions, and from the last block's tokens to latents.</summary>
internal sealed unsafe class LatentPatches
{
    private readonly Arena _arena;
    private readonly LatentConfig _latent;
    private readonly int _patch;
    private readonly int _outputChannels;
    private readonly RowNorm _norm;
    private readonly PackedMatrix _first;
    private readonly PackedMatrix _final;
    private readonly float* _positions;
    private float* _input;
    private float* _output;
    private int _pictures;

    /// <summary>Reads the ends.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="patch">Side of a patch.</param>
    /// <param name="width">The tokens' width D.</param>
    /// <param name="outputChannels">Channels that the network gives; the latent's come first.</param>
    /// <param name="norm">The final norm.</param>
    /// <param name="positions">Positions <c>[T, D]</c>, in the generator's memory.</param>
    public LatentPatches(LayerReader layers, LatentConfig latent, int patch, int width, int outputChannels, NormKind norm, float* positions)
    {
        (_arena, _latent, _patch, _outputChannels, _norm) = (layers.Arena, latent, patch, outputChannels, LayerReader.Norm(norm));
        _positions = positions;
        _first = layers.Patches("x_embedder.proj", width, latent.Channels, patch);
        _final = layers.Linear("final_layer.linear", outputChannels * patch * patch, width);
    }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => _latent.Channels * _latent.Side * _latent.Side;

    private int Width => _first.Outputs;

    private int Tokens => LatentLength / _first.Depth;

    /// <summary>Makes room.</summary>
    /// <param name="count">Pictures B.</param>
    public void Reserve(int count)
    {
        if (count > _pictures)
        {
            _pictures = count;
            _input = _arena.Take((long)count * LatentLength);
            _output = _arena.Take((long)count * Tokens * _final.Outputs);
        }
    }

    /// <summary>Sets a picture of the next run.</summary>
    /// <param name="picture">Which, from 0.</param>
    /// <param name="x">Normalised latent <c>[C, h, w]</c>.</param>
    /// <exception cref="ShapeException">x is no latent.</exception>
    public void Place(int picture, ReadOnlySpan<float> x)
    {
        if (x.Length != LatentLength)
        {
            throw new ShapeException($"A latent of {x.Length} values came to a generator of {LatentLength}; give [C, h, w] of its configuration.");
        }

        PatchOrder.Cut(x, new Span<float>(_input + ((long)picture * LatentLength), LatentLength), _latent.Channels, _latent.Side, _patch);
    }

    /// <summary>Fills the stream.</summary>
    /// <param name="space">The tokens.</param>
    public void Embed(TokenSpace space) => space.Compute.Multiply(_first, _input, _first.Depth, space.Rows, new Epilogue
    {
        Kind = EpilogueKind.Residual,
        Target = space.Stream,
        TargetStride = Width,
        Residual = _positions,
        ResidualStride = Width,
        ResidualPeriod = Tokens,
    });

    /// <summary>The final norm and linear layer.</summary>
    /// <param name="space">The tokens behind the last block.</param>
    /// <param name="modulations">One address a picture.</param>
    /// <param name="offset">From there to the final gain; its shift follows.</param>
    public void Finish(TokenSpace space, float** modulations, nint offset)
    {
        var modulation = new RowModulation { Bases = modulations, Gain = offset, Shift = offset + Width, RowsPerImage = Tokens };
        space.Compute.Normalise(_norm, modulation, space.Stream, space.Branch, Width, space.Rows);
        space.Compute.Multiply(_final, space.Branch, Width, space.Rows, new Epilogue { Target = _output, TargetStride = _final.Outputs });
    }

    /// <summary>A picture's result.</summary>
    /// <param name="picture">Which.</param>
    /// <param name="target">Receives <c>[C, h, w]</c>; further channels are left out.</param>
    public void Read(int picture, Span<float> target)
    {
        var tokens = new ReadOnlySpan<float>(_output + ((long)picture * Tokens * _final.Outputs), Tokens * _final.Outputs);
        PatchOrder.Join(tokens, target, _latent.Channels, _outputChannels, _latent.Side, _patch);
    }
}
