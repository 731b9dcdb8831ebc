using FaeRealtime.Core.Positions;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>Two-dimensional rotary positions: the first half of a head turns with the token's row, the second with its column.</summary>
/// <remarks>
/// LightningDiT's VisionRotaryEmbeddingFast (MODELS §3.3): ω_j = 10000^(−2j/(Dh/2)), each angle on a pair of adjacent elements. A pair is one
/// complex number here, so that the rotation is one multiplication. The buffers keep the official keys and shapes <c>[T, Dh]</c>.
/// </remarks>
internal sealed class RotaryEmbedding : nn.Module
{
    [ComponentName(Name = "freqs_cos")]
    private readonly Tensor _cosines;

    [ComponentName(Name = "freqs_sin")]
    private readonly Tensor _sines;

    /// <summary>Builds the tables of a square grid.</summary>
    /// <param name="headWidth">Head width Dh, a multiple of 4.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    /// <param name="persistent">Whether the tables belong to the checkpoint, as in LightningDiT's.</param>
    /// <param name="device">Where they lie.</param>
    public RotaryEmbedding(int headWidth, int side, bool persistent, Device? device = null)
        : base(nameof(RotaryEmbedding))
    {
        _cosines = Table(headWidth, side, Math.Cos, device);
        _sines = Table(headWidth, side, Math.Sin, device);
        register_buffer("freqs_cos", _cosines, persistent);
        register_buffer("freqs_sin", _sines, persistent);
        RegisterComponents();
    }

    /// <summary>The rotation of every token and pair, made once a forward pass and shared by its blocks.</summary>
    /// <returns><c>[T, Dh/2]</c>, complex; the caller disposes.</returns>
    public Tensor Rotation()
    {
        using var scope = NewDisposeScope();
        var width = _cosines.size(1);
        var real = _cosines.slice(1, 0, width, 2); // [T, Dh/2]
        var imaginary = _sines.slice(1, 0, width, 2); // [T, Dh/2]
        return complex(real.@float().contiguous(), imaginary.@float().contiguous()).MoveToOuterDisposeScope();
    }

    /// <summary>Turns queries or keys.</summary>
    /// <param name="x"><c>[…, T, Dh]</c>, the last axis contiguous. Borrowed.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c> from <see cref="Rotation"/>. Borrowed.</param>
    /// <returns><c>[…, T, Dh]</c>; the caller disposes.</returns>
    public static Tensor Rotate(Tensor x, Tensor rotation)
    {
        using var scope = NewDisposeScope();
        var pairs = SinglePrecision.Of(x).unflatten(x.dim() - 1, x.shape[^1] / 2, 2); // […, T, Dh/2, 2]
        var turned = view_as_complex(pairs) * rotation; // […, T, Dh/2], complex
        return view_as_real(turned).flatten(-2).to_type(x.dtype).MoveToOuterDisposeScope(); // […, T, Dh]
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // TorchSharp's modules dispose only persistent buffers.
            _cosines.Dispose();
            _sines.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Tensor Table(int headWidth, int side, Func<double, double> function, Device? device) =>
        tensor(RotaryGrid.Table(headWidth, side, function), [side * side, headWidth], device: device); // [T, Dh]
}
