using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>A time as waves through a two-layer SiLU MLP, added to a condition.</summary>
internal sealed unsafe class TimeEmbedding
{
    private readonly Compute _compute;
    private readonly PackedMatrix _first;
    private readonly PackedMatrix _second;
    private readonly float[] _frequencies;
    private readonly float* _waves;
    private readonly float* _hidden;

    /// <summary>Reads the embedding.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning.</param>
    /// <param name="width">Width D of a condition.</param>
    public TimeEmbedding(Compute compute, LayerReader layers, string prefix, int width)
    {
        _compute = compute;
        _first = layers.Linear($"{prefix}.mlp.0", width, TimeWaves.Width);
        _second = layers.Linear($"{prefix}.mlp.2", width, width);
        _frequencies = TimeWaves.Frequencies(TimeWaves.Width);
        _waves = layers.Arena.Take(TimeWaves.Width);
        _hidden = layers.Arena.Take(width);
    }

    /// <summary>c ← c + embedding of t.</summary>
    /// <param name="t">In the scale and direction of the weights.</param>
    /// <param name="condition"><c>[D]</c>.</param>
    public void AddTo(float t, float* condition)
    {
        for (var i = 0; i < _frequencies.Length; i++)
        {
            (_waves[_frequencies.Length + i], _waves[i]) = MathF.SinCos(t * _frequencies[i]);
        }

        _compute.Multiply(_first, _waves, TimeWaves.Width, 1, new Epilogue { Kind = EpilogueKind.Silu, Target = _hidden });
        _compute.Multiply(_second, _hidden, _first.Outputs, 1, new Epilogue { Kind = EpilogueKind.Residual, Target = condition, Residual = condition });
    }
}

/// <summary>A text's vector through a two-layer SiLU MLP, added to a condition.</summary>
internal sealed unsafe class TextEmbedding
{
    private readonly Compute _compute;
    private readonly PackedMatrix _first;
    private readonly PackedMatrix _second;
    private readonly int _textWidth;
    private readonly float* _input;
    private readonly float* _hidden;

    /// <summary>Reads the embedding.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning.</param>
    /// <param name="textWidth">Width W of a text's vector.</param>
    /// <param name="width">Width D of a condition.</param>
    public TextEmbedding(Compute compute, LayerReader layers, string prefix, int textWidth, int width)
    {
        (_compute, _textWidth) = (compute, textWidth);
        _first = layers.Linear($"{prefix}.mlp.0", width, textWidth);
        _second = layers.Linear($"{prefix}.mlp.2", width, width);
        _input = layers.Arena.Take(textWidth);
        _hidden = layers.Arena.Take(width);
    }

    /// <summary>c ← c + embedding of words.</summary>
    /// <param name="text"><c>[W]</c>; empty for none, which is the embedding of zeros.</param>
    /// <param name="condition"><c>[D]</c>.</param>
    public void AddTo(ReadOnlySpan<float> text, float* condition)
    {
        var input = new Span<float>(_input, _textWidth);
        input.Clear();
        text.CopyTo(input);
        _compute.Multiply(_first, _input, _textWidth, 1, new Epilogue { Kind = EpilogueKind.Silu, Target = _hidden });
        _compute.Multiply(_second, _hidden, _first.Outputs, 1, new Epilogue { Kind = EpilogueKind.Residual, Target = condition, Residual = condition });
    }
}
