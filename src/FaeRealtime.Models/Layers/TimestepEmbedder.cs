using FaeRealtime.Core.Positions;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>Time as [cos(t·f) | sin(t·f)], f_i = 10000^(−i/128), through a two-layer SiLU MLP. t is not multiplied by 1000 (SiT, LightningDiT).</summary>
internal sealed class TimestepEmbedder : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "frequencies")]
    private readonly Tensor _frequencies;

    [ComponentName(Name = "mlp")]
    private readonly Sequential _mlp;

    public TimestepEmbedder(long width, Device? device = null)
        : base(nameof(TimestepEmbedder))
    {
        _frequencies = Frequencies(TimeWaves.Width, device);
        register_buffer("frequencies", _frequencies, persistent: false);
        _mlp = nn.Sequential(
            nn.Linear(TimeWaves.Width, width, true, device),
            nn.SiLU(),
            nn.Linear(width, width, true, device));
        RegisterComponents();
    }

    /// <summary>Embeds times.</summary>
    /// <param name="t"><c>[B]</c> in [0, 1]. Borrowed.</param>
    /// <returns><c>[B, D]</c> of the weights' type; the caller disposes.</returns>
    public override Tensor forward(Tensor t)
    {
        using var scope = NewDisposeScope();
        return _mlp.forward(Waves(t, _frequencies).to_type(_mlp.parameters().First().dtype)).MoveToOuterDisposeScope(); // [B, D]
    }

    /// <summary>Times as waves of any width, before the MLP.</summary>
    /// <param name="t"><c>[B]</c>. Borrowed.</param>
    /// <param name="width">Columns; an odd one more than the waves fill is zero.</param>
    /// <returns><c>[B, width]</c>; the caller disposes.</returns>
    internal static Tensor Waves(Tensor t, int width)
    {
        using var scope = NewDisposeScope();
        var waves = Waves(t, Frequencies(width, t.device)); // [B, width or one less]
        return F.pad(waves, [0, width % 2]).MoveToOuterDisposeScope(); // [B, width]
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // TorchSharp's modules dispose only persistent buffers.
            _frequencies.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Tensor Waves(Tensor t, Tensor frequencies)
    {
        var angles = t.unsqueeze(1) * frequencies; // [B, W/2]
        return cat([angles.cos(), angles.sin()], 1); // [B, W]
    }

    /// <summary>The waves' angular frequencies <c>[width / 2]</c>; the caller disposes.</summary>
    internal static Tensor Frequencies(int width, Device? device) => tensor(TimeWaves.Frequencies(width), [width / 2], device: device); // [W/2]
}
