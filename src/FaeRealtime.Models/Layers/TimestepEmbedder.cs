using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>Time as [cos(t·f) | sin(t·f)], f_i = 10000^(−i/128), through a two-layer SiLU MLP. t is not multiplied by 1000 (SiT, LightningDiT).</summary>
internal sealed class TimestepEmbedder : nn.Module<Tensor, Tensor>
{
    private const int Frequencies = 128;
    private const double Base = 10000.0;

    private readonly Tensor frequencies;
    private readonly Sequential mlp;

    public TimestepEmbedder(long width, Device? device = null)
        : base(nameof(TimestepEmbedder))
    {
        var values = new float[Frequencies];
        for (var i = 0; i < Frequencies; i++)
        {
            values[i] = (float)Math.Pow(Base, -(double)i / Frequencies);
        }

        frequencies = tensor(values, device: device);
        register_buffer("frequencies", frequencies, persistent: false);
        mlp = nn.Sequential(
            nn.Linear(2 * Frequencies, width, true, device),
            nn.SiLU(),
            nn.Linear(width, width, true, device));
        RegisterComponents();
    }

    /// <summary>Embeds times.</summary>
    /// <param name="t"><c>[B]</c> in [0, 1]. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor t)
    {
        using var scope = NewDisposeScope();
        var angles = t.unsqueeze(1) * frequencies; // [B, 128]
        return mlp.forward(cat([angles.cos(), angles.sin()], 1)).MoveToOuterDisposeScope(); // [B, D]
    }
}
