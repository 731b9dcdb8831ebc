using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using FaeRealtime.Sampling.Conditions;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Generators;

/// <summary>RAE's DiTwDDTHead: a body of LightningDiT's blocks under time and class makes a condition for each token; a wider head of such blocks reads the latent again under it.</summary>
/// <remarks>bytetriper/RAE; keys are the official ones. Time 0 is data, 1 is noise, and the output is noise − data: this product's own direction.</remarks>
public sealed class DdtGenerator : VelocityGenerator
{
    private readonly LatentConfig _latent;

    [ComponentName(Name = "pos_embed")]
    private readonly Parameter _positions;

    [ComponentName(Name = "x_embedder")]
    private readonly PatchEmbed _headEmbed;

    [ComponentName(Name = "s_embedder")]
    private readonly PatchEmbed _bodyEmbed;

    [ComponentName(Name = "s_projector")]
    private readonly Linear? _projector;

    [ComponentName(Name = "t_embedder")]
    private readonly FourierTimeEmbedder _timeEmbed;

    [ComponentName(Name = "y_embedder")]
    private readonly LabelEmbedder _labelEmbed;

    [ComponentName(Name = "enc_feat_rope")]
    private readonly RotaryEmbedding? _bodyRope;

    [ComponentName(Name = "dec_feat_rope")]
    private readonly RotaryEmbedding? _headRope;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<AdaLnBlock> _blocks;

    [ComponentName(Name = "final_layer")]
    private readonly FinalLayer _final;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="device">Where the weights lie.</param>
    public DdtGenerator(DdtConfig config, LatentConfig latent, Device? device = null)
        : base(nameof(DdtGenerator))
    {
        ArgumentNullException.ThrowIfNull(config);
        (Config, _latent) = (config, latent);
        var (body, head) = (config.Body, config.Head);
        var grid = latent.Side / body.PatchSize;
        _positions = new Parameter(zeros([1, grid * grid, body.Width], device: device), requires_grad: false);
        _headEmbed = new PatchEmbed(latent.Channels, head.Width, body.PatchSize, device);
        _bodyEmbed = new PatchEmbed(latent.Channels, body.Width, body.PatchSize, device);
        _projector = body.Width == head.Width ? null : nn.Linear(body.Width, head.Width, true, device);
        _timeEmbed = new FourierTimeEmbedder(body.Width, device);
        _labelEmbed = new LabelEmbedder(body.LabelRows, body.Width, device);
        _bodyRope = body.Rope ? new RotaryEmbedding(body.Width / body.Heads, grid, persistent: true, device) : null;
        _headRope = body.Rope ? new RotaryEmbedding(head.Width / head.Heads, grid, persistent: true, device) : null;
        _blocks = nn.ModuleList([.. Enumerable.Range(0, body.Depth + head.Depth).Select(i => new AdaLnBlock(i < body.Depth ? body : head, device))]);
        _final = new FinalLayer(head.Width, (long)latent.Channels * body.PatchSize * body.PatchSize, body.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNormNoAffine, device);
        RegisterComponents();
    }

    /// <summary>Sizes and flags.</summary>
    public DdtConfig Config { get; }

    /// <inheritdoc/>
    public override GeneratorConfig GeneratorConfig => Config;

    /// <inheritdoc/>
    public override LatentConfig Latent => _latent;

    /// <summary>The time embedding, for golden cases that look inside.</summary>
    internal FourierTimeEmbedder TimeEmbedder => _timeEmbed;

    /// <summary>The velocity for class labels.</summary>
    /// <param name="x">Latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">Times <c>[B]</c>, 1 is noise. Borrowed.</param>
    /// <param name="labels"><c>[B]</c>, int64, below <see cref="Core.Config.GeneratorConfig.LabelRows"/>. Borrowed.</param>
    /// <returns>Velocity <c>[B, C, h, w]</c>, noise − data; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public Tensor forward(Tensor x, Tensor t, Tensor labels)
    {
        TensorShape.Require(labels, "The generator's labels", x.size(0));
        using var embedded = _labelEmbed.forward(labels); // [B, D]
        return Denoise(x, t, embedded);
    }

    /// <inheritdoc/>
    public override void Initialise(ulong seed)
    {
        const double EmbeddingDeviation = 0.02;
        var draw = new WeightInitialiser(seed);
        draw.Linears(this);
        draw.Normal(this, EmbeddingDeviation, "y_embedder.embedding_table.weight", "t_embedder.mlp.0.weight", "t_embedder.mlp.2.weight");
        WeightInitialiser.Fill(this, 0, [.. named_parameters().Select(entry => entry.name).Where(BeginsWithZeros)]);
        using var table = SinCosPositions.Table(Config.Body.Width, _latent.Side / Config.Body.PatchSize, _positions.device);
        using var frozen = no_grad();
        _positions.copy_(table);
    }

    /// <inheritdoc/>
    public override Tensor Answer(Tensor x, Tensor t, Tensor r, GeneratorInputs inputs)
    {
        using var embedded = ConditionTensors.Embed(_labelEmbed, inputs, x.size(0), Config.LabelRows); // [B, D]
        return Denoise(x, t, embedded);
    }

    /// <inheritdoc/>
    public override GeneratorInputs InputsOf(ClassCondition condition, int pictures, Device device) => condition.Texts.Count > 0
        ? throw new ConfigException("This generator knows no words (generator.text): ask for a class.")
        : new() { ClassWeights = ConditionTensors.Classes(condition, Config, pictures, device) };

    /// <inheritdoc/>
    public override GeneratorInputs InputsFor(Tensor labels, Tensor? words) => new() { Labels = labels };

    private Tensor Denoise(Tensor x, Tensor t, Tensor labels)
    {
        TensorShape.Require(x, "The generator's x", TensorShape.Any, _latent.Channels, _latent.Side, _latent.Side);
        TensorShape.Require(t, "The generator's t", x.size(0));
        using var scope = NewDisposeScope();
        var time = _timeEmbed.forward(t); // [B, D]
        var condition = F.silu(time + labels); // [B, D]
        var state = _bodyEmbed.forward(x) + _positions; // [B, T, D]
        var rotation = _bodyRope?.Rotation();
        foreach (var block in _blocks.Take(Config.Body.Depth))
        {
            state = block.Apply(state, condition, rotation); // [B, T, D]
        }

        state = F.silu(time.unsqueeze(1) + state); // [B, T, D]
        state = _projector?.forward(state) ?? state; // [B, T, D of the head]
        var tokens = _headEmbed.forward(x); // [B, T, D of the head]
        rotation = _headRope?.Rotation();
        foreach (var block in _blocks.Skip(Config.Body.Depth))
        {
            tokens = block.Apply(tokens, state, rotation); // [B, T, D of the head]
        }

        return PatchGrid.Unpatchify(_final.Apply(tokens, state), Config.Body.PatchSize, _latent.Side / Config.Body.PatchSize).MoveToOuterDisposeScope(); // [B, C, h, w]
    }
}
