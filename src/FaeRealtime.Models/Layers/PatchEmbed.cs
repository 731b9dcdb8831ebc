using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>One linear map per patch. The weights keep a convolution's shape, the product is one matrix multiplication.</summary>
internal sealed class PatchEmbed : nn.Module<Tensor, Tensor>
{
    private readonly long _patch;

    [ComponentName(Name = "proj")]
    private readonly Conv2d _projection;

    public PatchEmbed(long channels, long width, long patch, Device? device = null)
        : base(nameof(PatchEmbed))
    {
        _patch = patch;

        // TorchSharp's initialisation of a convolution drops a tensor; the layer's own leave the scope by themselves.
        using var scope = NewDisposeScope();
        _projection = nn.Conv2d(channels, width, patch, stride: patch, device: device);
        RegisterComponents();
    }

    /// <summary>Embeds every patch.</summary>
    /// <param name="x"><c>[B, C, h·p, w·p]</c>. Borrowed.</param>
    /// <returns>Tokens <c>[B, h·w, D]</c>, row-major, of the weights' type; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var weight = _projection.weight.flatten(1); // [D, C·p·p]
        var patches = PatchGrid.Patchify(x, _patch).to_type(weight.dtype); // [B, T, C·p·p]
        return F.linear(patches, weight, _projection.bias).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>Embeds patches that are cut already.</summary>
    /// <param name="patches"><c>[B, T, p·p·C]</c>, each in the order (row, column, colour). Borrowed.</param>
    /// <returns>Tokens <c>[B, T, D]</c>.</returns>
    public Tensor Embed(Tensor patches)
    {
        using var scope = NewDisposeScope();
        var weight = _projection.weight.permute(0, 2, 3, 1).flatten(1); // [D, p·p·C]
        return F.linear(patches, weight, _projection.bias).MoveToOuterDisposeScope(); // [B, T, D]
    }
}
