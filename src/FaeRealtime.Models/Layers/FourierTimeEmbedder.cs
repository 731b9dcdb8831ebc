using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>Time as [sin(2π·t·w) | cos(2π·t·w)] of frequencies w that were drawn once and are stored, through a two-layer SiLU MLP (RAE).</summary>
internal sealed class FourierTimeEmbedder : nn.Module<Tensor, Tensor>
{
    /// <summary>Frequencies that RAE draws.</summary>
    public const int Frequencies = 256;

    [ComponentName(Name = "W")]
    private readonly Parameter _frequencies;

    [ComponentName(Name = "mlp")]
    private readonly Sequential _mlp;

    /// <summary>Creates the embedder.</summary>
    /// <param name="width">Width D of an embedding.</param>
    /// <param name="device">Where it lies.</param>
    public FourierTimeEmbedder(long width, Device? device = null)
        : base(nameof(FourierTimeEmbedder))
    {
        _frequencies = new Parameter(zeros([Frequencies], device: device), requires_grad: false);
        _mlp = nn.Sequential(nn.Linear(2 * Frequencies, width, true, device), nn.SiLU(), nn.Linear(width, width, true, device));
        RegisterComponents();
    }

    /// <summary>Embeds times.</summary>
    /// <param name="t"><c>[B]</c> in [0, 1]. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor t)
    {
        using var scope = NewDisposeScope();
        var angles = t.unsqueeze(1) * _frequencies * (2 * Math.PI); // [B, 256]
        return _mlp.forward(cat([angles.sin(), angles.cos()], 1)).MoveToOuterDisposeScope(); // [B, D]
    }
}
