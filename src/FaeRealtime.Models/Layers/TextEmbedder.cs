using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>The weighted mean of a prompt's phrase vectors through a two-layer SiLU MLP, to be added to the embeddings of time and class.</summary>
internal sealed class TextEmbedder : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "mlp")]
    private readonly Sequential _mlp;

    /// <summary>Creates the MLP.</summary>
    /// <param name="textWidth">Width W of a phrase's vector.</param>
    /// <param name="width">Width D of an embedding.</param>
    /// <param name="device">Where it lies.</param>
    public TextEmbedder(long textWidth, long width, Device? device = null)
        : base(nameof(TextEmbedder))
    {
        _mlp = nn.Sequential(nn.Linear(textWidth, width, true, device), nn.SiLU(), nn.Linear(width, width, true, device));
        RegisterComponents();
    }

    /// <summary>Embeds prompts.</summary>
    /// <param name="text">Pooled vectors <c>[B, W]</c>, float32; zeros for no words. Borrowed.</param>
    /// <returns><c>[B, D]</c> of the weights' type; the caller disposes.</returns>
    public override Tensor forward(Tensor text)
    {
        using var typed = text.to_type(_mlp.parameters().First().dtype);
        return _mlp.forward(typed); // [B, D]
    }
}
