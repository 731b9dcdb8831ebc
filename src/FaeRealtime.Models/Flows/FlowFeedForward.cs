using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>A flow's feed-forward layer with its norm inside: an MLP with exact GELU, or gated by a tanh GELU (the source calls it SwiGLU).</summary>
internal sealed class FlowFeedForward : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "norm")]
    private readonly nn.Module<Tensor, Tensor> _norm;

    [ComponentName(Name = "main")]
    private readonly Sequential? _mlp;

    [ComponentName(Name = "gate_proj")]
    private readonly Linear? _gate;

    [ComponentName(Name = "up_proj")]
    private readonly Linear? _up;

    [ComponentName(Name = "down_proj")]
    private readonly Linear? _down;

    [ComponentName(Name = "post_norm")]
    private readonly OffsetRmsNorm? _postNorm;

    public FlowFeedForward(FlowLayerShape shape, Device? device = null)
        : base(nameof(FlowFeedForward))
    {
        _norm = OffsetRmsNorm.Of(shape.Norm, shape.Width, device);
        if (shape.Gated)
        {
            _gate = nn.Linear(shape.Width, shape.Hidden, shape.Bias, device);
            _up = nn.Linear(shape.Width, shape.Hidden, shape.Bias, device);
            _down = nn.Linear(shape.Hidden, shape.Width, shape.Bias, device);
        }
        else
        {
            _mlp = nn.Sequential(nn.Linear(shape.Width, shape.Hidden, shape.Bias, device), nn.GELU(), nn.Linear(shape.Hidden, shape.Width, shape.Bias, device));
        }

        _postNorm = shape.PostNorm ? new OffsetRmsNorm(shape.Width, device) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var normal = _norm.forward(x); // [B, n, D]
        var output = _mlp is not null
            ? _mlp.forward(normal)
            : _down!.forward(FeedForward.GeluTanh(_gate!.forward(normal)) * _up!.forward(normal)); // [B, n, D]
        return (_postNorm is null ? output : _postNorm.forward(output)).MoveToOuterDisposeScope(); // [B, n, D]
    }
}
