using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Convolutions;

/// <summary>x + conv(silu(norm(conv(silu(norm(x)))))), the x through a 1×1 convolution where the channels change.</summary>
internal sealed class KlBlock : nn.Module<Tensor, Tensor>
{
    private const int Groups = 32;
    private const double Epsilon = 1e-6;

    [ComponentName(Name = "norm1")]
    private readonly GroupNorm _norm1;

    [ComponentName(Name = "conv1")]
    private readonly ConvolutionLayer _convolution1;

    [ComponentName(Name = "norm2")]
    private readonly GroupNorm _norm2;

    [ComponentName(Name = "conv2")]
    private readonly ConvolutionLayer _convolution2;

    [ComponentName(Name = "nin_shortcut")]
    private readonly ConvolutionLayer? _shortcut;

    public KlBlock(long from, long to, Device? device)
        : base(nameof(KlBlock))
    {
        _norm1 = GroupNorms.Create(Groups, from, device, Epsilon);
        _convolution1 = new ConvolutionLayer(from, to, 3, device);
        _norm2 = GroupNorms.Create(Groups, to, device, Epsilon);
        _convolution2 = new ConvolutionLayer(to, to, 3, device);
        _shortcut = from == to ? null : new ConvolutionLayer(from, to, 1, device);
        RegisterComponents();
    }

    /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C', h, w]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = _convolution1.forward(F.silu(_norm1.forward(x))); // [B, C', h, w]
        var branch = _convolution2.forward(F.silu(_norm2.forward(inner))); // [B, C', h, w]
        return ((_shortcut?.forward(x) ?? x) + branch).MoveToOuterDisposeScope(); // [B, C', h, w]
    }
}

/// <summary>x + attention of one head over all cells.</summary>
internal sealed class KlAttention : nn.Module<Tensor, Tensor>
{
    private const int Groups = 32;
    private const double Epsilon = 1e-6;

    [ComponentName(Name = "norm")]
    private readonly GroupNorm _norm;

    [ComponentName(Name = "q")]
    private readonly ConvolutionLayer _query;

    [ComponentName(Name = "k")]
    private readonly ConvolutionLayer _key;

    [ComponentName(Name = "v")]
    private readonly ConvolutionLayer _value;

    [ComponentName(Name = "proj_out")]
    private readonly ConvolutionLayer _projection;

    public KlAttention(long channels, Device? device)
        : base(nameof(KlAttention))
    {
        _norm = GroupNorms.Create(Groups, channels, device, Epsilon);
        _query = new ConvolutionLayer(channels, channels, 1, device);
        _key = new ConvolutionLayer(channels, channels, 1, device);
        _value = new ConvolutionLayer(channels, channels, 1, device);
        _projection = new ConvolutionLayer(channels, channels, 1, device);
        RegisterComponents();
    }

    /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var normed = _norm.forward(x); // [B, C, h, w]
        var mixed = F.scaled_dot_product_attention(Cells(_query.forward(normed)), Cells(_key.forward(normed)), Cells(_value.forward(normed))); // [B, 1, h·w, C]
        var picture = mixed.squeeze(1).transpose(1, 2).reshape(x.shape); // [B, C, h, w]
        return (x + _projection.forward(picture)).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    private static Tensor Cells(Tensor x) => x.flatten(2).transpose(1, 2).unsqueeze(1); // [B, 1, h·w, C]
}

/// <summary>Block, attention, block at the smallest size.</summary>
internal sealed class KlMiddle : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "block_1")]
    private readonly KlBlock _first;

    [ComponentName(Name = "attn_1")]
    private readonly KlAttention _attention;

    [ComponentName(Name = "block_2")]
    private readonly KlBlock _second;

    public KlMiddle(long channels, Device? device)
        : base(nameof(KlMiddle))
    {
        _first = new KlBlock(channels, channels, device);
        _attention = new KlAttention(channels, device);
        _second = new KlBlock(channels, channels, device);
        RegisterComponents();
    }

    /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return _second.forward(_attention.forward(_first.forward(x))).MoveToOuterDisposeScope(); // [B, C, h, w]
    }
}

/// <summary>The convolution with which the size changes.</summary>
internal sealed class KlResize : nn.Module<Tensor, Tensor>
{
    private readonly bool _up;

    [ComponentName(Name = "conv")]
    private readonly ConvolutionLayer _convolution;

    /// <param name="channels">C.</param>
    /// <param name="up">Doubles the size (each cell four times, then 3×3), else halves it (3×3 at every second cell, zeros beyond the right and lower edge).</param>
    /// <param name="device">Where it lies.</param>
    public KlResize(long channels, bool up, Device? device)
        : base(nameof(KlResize))
    {
        _up = up;
        _convolution = new ConvolutionLayer(channels, channels, 3, device);
        RegisterComponents();
    }

    /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, 2h, 2w]</c> or <c>[B, C, h/2, w/2]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var sized = _up ? F.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest) : F.pad(x, [0, 1, 0, 1]); // [B, C, 2h, 2w] or [B, C, h + 1, w + 1]
        return _up ? _convolution.forward(sized) : _convolution.Strided(sized, 2);
    }
}

/// <summary>The blocks of one size, and the change to the next.</summary>
internal abstract class KlLevel(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Blocks, of which the first changes the channels.</summary>
    protected static ModuleList<KlBlock> Blocks(int count, long from, long to, Device? device) => nn.ModuleList([.. Enumerable.Range(0, count).Select(i => new KlBlock(i == 0 ? from : to, to, device))]);

    /// <summary>Runs blocks and the change of size.</summary>
    /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="blocks">Borrowed.</param>
    /// <param name="resize">Null at the end. Borrowed.</param>
    /// <returns><c>[B, C', h', w']</c>; the caller disposes.</returns>
    protected static Tensor Run(Tensor x, ModuleList<KlBlock> blocks, KlResize? resize)
    {
        using var scope = NewDisposeScope();
        foreach (var block in blocks)
        {
            x = block.forward(x); // [B, C', h, w]
        }

        return (resize?.forward(x) ?? x).MoveToOuterDisposeScope(); // [B, C', h', w']
    }
}

/// <summary>A level of the encoder.</summary>
internal sealed class KlDown : KlLevel
{
    [ComponentName(Name = "block")]
    private readonly ModuleList<KlBlock> _blocks;

    [ComponentName(Name = "downsample")]
    private readonly KlResize? _resize;

    public KlDown(int count, long from, long to, bool resizes, Device? device)
        : base(nameof(KlDown))
    {
        _blocks = Blocks(count, from, to, device);
        _resize = resizes ? new KlResize(to, up: false, device) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Run(x, _blocks, _resize);
}

/// <summary>A level of the decoder.</summary>
internal sealed class KlUp : KlLevel
{
    [ComponentName(Name = "block")]
    private readonly ModuleList<KlBlock> _blocks;

    [ComponentName(Name = "upsample")]
    private readonly KlResize? _resize;

    public KlUp(int count, long from, long to, bool resizes, Device? device)
        : base(nameof(KlUp))
    {
        _blocks = Blocks(count, from, to, device);
        _resize = resizes ? new KlResize(to, up: true, device) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Run(x, _blocks, _resize);
}
