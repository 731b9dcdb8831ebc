using FaeRealtime.Models.Convolutions;
using System.Globalization;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>RAE's head on the patch tokens of one block: 1-wide convolution, a residual wider one, one logit a token.</summary>
/// <remarks>bytetriper/RAE, src/disc/dinodisc.py. Its batch norm over virtual batches of one image is a group norm with a channel a group.</remarks>
internal sealed class DinoHead : nn.Module<Tensor, Tensor>
{
    private const double Slope = 0.2;
    private const double NormEpsilon = 1e-6;

    [ComponentName(Name = "first")]
    private readonly SpectralConvolution _first;

    [ComponentName(Name = "firstNorm")]
    private readonly GroupNorm _firstNorm;

    [ComponentName(Name = "wide")]
    private readonly SpectralConvolution _wide;

    [ComponentName(Name = "wideNorm")]
    private readonly GroupNorm _wideNorm;

    [ComponentName(Name = "last")]
    private readonly SpectralConvolution _last;

    public DinoHead(long width, long kernel, Device? device)
        : base(nameof(DinoHead))
    {
        _first = new SpectralConvolution(width, width, 1, device);
        _firstNorm = GroupNorms.Create(width, width, device, NormEpsilon);
        _wide = new SpectralConvolution(width, width, kernel, device);
        _wideNorm = GroupNorms.Create(width, width, device, NormEpsilon);
        _last = new SpectralConvolution(width, 1, 1, device);
        RegisterComponents();
    }

    /// <summary>The convolutions by name.</summary>
    public IReadOnlyList<(string Name, SpectralConvolution Convolution)> Convolutions => [("first", _first), ("wide", _wide), ("last", _last)];

    /// <inheritdoc/>
    /// <param name="x">Patch tokens as channels <c>[B, D, T]</c>. Borrowed.</param>
    /// <returns><c>[B, T]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var own = x.to_type(_firstNorm.weight!.dtype); // [B, D, T]
        own = F.leaky_relu(_firstNorm.forward(_first.forward(own)), Slope); // [B, D, T]
        own = (F.leaky_relu(_wideNorm.forward(_wide.forward(own)), Slope) + own) / Math.Sqrt(2); // [B, D, T]
        return _last.forward(own).squeeze(1).to_type(x.dtype).MoveToOuterDisposeScope(); // [B, T]
    }
}

/// <summary>Heads in order, with the names that a list gives them: <c>0.first.weight</c>. TorchSharp 0.107's <c>ModuleList</c> tells no parameters where it is the root.</summary>
internal sealed class DinoHeads : nn.Module
{
    private readonly DinoHead[] _heads;

    /// <summary>Takes over heads.</summary>
    /// <param name="heads">Of one width.</param>
    public DinoHeads(IEnumerable<DinoHead> heads)
        : base(nameof(DinoHeads))
    {
        _heads = [.. heads];
        foreach (var (index, head) in _heads.Index())
        {
            register_module(index.ToString(CultureInfo.InvariantCulture), head);
        }
    }

    /// <summary>The heads.</summary>
    public IReadOnlyList<DinoHead> All => _heads;
}
