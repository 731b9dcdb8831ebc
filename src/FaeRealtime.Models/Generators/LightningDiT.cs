using FaeRealtime.Core.Config;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using FaeRealtime.Sampling.Conditions;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>The latent generator: LightningDiT, with SiT as the case of all flags off. The raw network, in whatever direction of time its weights were trained; <see cref="GeneratorField"/> turns it.</summary>
/// <remarks>
/// hustvl/LightningDiT and MODELS §3; keys are the official ones. 675,256,736 numbers at the paper's size (XL/1, 32 channels, 1000 classes), the position table included.
/// </remarks>
public sealed class LightningDiT : VelocityGenerator
{
    private const string TextOutput = "text_embedder.mlp.2.weight";

    private readonly LightningDiTConfig _config;
    private readonly LatentConfig _latent;

    [ComponentName(Name = "pos_embed")]
    private readonly Tensor _positions;

    [ComponentName(Name = "x_embedder")]
    private readonly PatchEmbed _patchEmbed;

    [ComponentName(Name = "t_embedder")]
    private readonly TimestepEmbedder _timeEmbed;

    [ComponentName(Name = TargetEmbedder)]
    private readonly TimestepEmbedder? _targetEmbed;

    [ComponentName(Name = "y_embedder")]
    private readonly LabelEmbedder _labelEmbed;

    [ComponentName(Name = "text_embedder")]
    private readonly TextEmbedder? _textEmbed;

    [ComponentName(Name = "feat_rope")]
    private readonly RotaryEmbedding? _rope;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<AdaLnBlock> _blocks;

    [ComponentName(Name = "final_layer")]
    private readonly FinalLayer _final;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="device">Where the weights lie.</param>
    /// <param name="targetTime">Whether it has a second time, the target r of the step, as a few-step student does: it then answers with the mean velocity from t to r.</param>
    public LightningDiT(LightningDiTConfig config, LatentConfig latent, Device? device = null, bool targetTime = false)
        : base(nameof(LightningDiT))
    {
        _config = config;
        _latent = latent;
        var grid = latent.Side / config.PatchSize;
        var outputs = (config.LearnSigma ? 2L : 1L) * latent.Channels * config.PatchSize * config.PatchSize;
        _positions = SinCosPositions.Table(config.Width, grid, device);
        _patchEmbed = new PatchEmbed(latent.Channels, config.Width, config.PatchSize, device);
        _timeEmbed = new TimestepEmbedder(config.Width, device);
        _targetEmbed = targetTime ? new TimestepEmbedder(config.Width, device) : null;
        _labelEmbed = new LabelEmbedder(config.LabelRows, config.Width, device);
        _textEmbed = config.Text is { } text ? new TextEmbedder(text.Width, config.Width, device) : null;
        _rope = config.Rope ? new RotaryEmbedding(config.Width / config.Heads, grid, persistent: true, device) : null;
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new AdaLnBlock(config, device))]);
        _final = new FinalLayer(config.Width, outputs, config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNormNoAffine, device);
        RegisterComponents();
    }

    /// <summary>Sizes and flags.</summary>
    public LightningDiTConfig Config => _config;

    /// <inheritdoc/>
    public override GeneratorConfig GeneratorConfig => Config;

    /// <inheritdoc/>
    public override bool HasTargetTime => _targetEmbed is not null;

    /// <summary>The latent grid.</summary>
    public override LatentConfig Latent => _latent;

    /// <summary>The blocks, for golden cases that look inside.</summary>
    internal ModuleList<AdaLnBlock> Blocks => _blocks;

    /// <summary>The time embedding, for golden cases that look inside.</summary>
    internal TimestepEmbedder TimeEmbedder => _timeEmbed;

    /// <summary>The label table, for golden cases that look inside.</summary>
    internal LabelEmbedder LabelEmbedder => _labelEmbed;

    /// <summary>Draws the weights as LightningDiT does: xavier-uniform linears, N(0, 0.02) embeddings, modulation and last layer zero. Words say nothing at first.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public override void Initialise(ulong seed)
    {
        const double EmbeddingDeviation = 0.02;
        var draw = new WeightInitialiser(seed);
        draw.Linears(this);
        draw.Normal(this, EmbeddingDeviation, "y_embedder.embedding_table.weight", "t_embedder.mlp.0.weight", "t_embedder.mlp.2.weight");
        WeightInitialiser.Fill(this, 0, "final_layer.linear.weight", "final_layer.adaLN_modulation.1.weight");
        draw.Normal(this, EmbeddingDeviation, TargetInput);
        WeightInitialiser.Fill(this, 0, TargetOutput, TextOutput);
        for (var i = 0; i < _config.Depth; i++)
        {
            WeightInitialiser.Fill(this, 0, $"blocks.{i}.adaLN_modulation.1.weight");
        }
    }

    /// <summary>The network's output for class labels.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">Times <c>[B]</c> in [0, 1], in the direction of the weights. Borrowed.</param>
    /// <param name="labels"><c>[B]</c>, int64, below <see cref="Core.Config.GeneratorConfig.LabelRows"/>; the number of classes is the null label where there is one. Borrowed.</param>
    /// <returns>Velocity <c>[B, C, h, w]</c> in the direction of the weights (the first half of the channels where sigma is learned too); the caller disposes.</returns>
    /// <exception cref="Core.Errors.ShapeException">A shape does not fit.</exception>
    public Tensor forward(Tensor x, Tensor t, Tensor labels) => Average(x, t, t, labels);

    /// <summary>The network's output for class labels and a target time.</summary>
    /// <param name="x">As in <see cref="forward"/>. Borrowed.</param>
    /// <param name="t">As in <see cref="forward"/>. Borrowed.</param>
    /// <param name="r">Where the step from <paramref name="t"/> ends, <c>[B]</c> in the direction of the weights; t itself asks for the instantaneous velocity. A network without target time ignores it. Borrowed.</param>
    /// <param name="labels">As in <see cref="forward"/>. Borrowed.</param>
    /// <param name="text">Pooled phrase vectors <c>[B, W]</c>, float32, zeros for no words; null for no words at all. A network without words ignores it. Borrowed.</param>
    /// <returns>As <see cref="forward"/>, the mean velocity from t to r.</returns>
    /// <exception cref="Core.Errors.ShapeException">A shape does not fit.</exception>
    public Tensor Average(Tensor x, Tensor t, Tensor r, Tensor labels, Tensor? text = null)
    {
        TensorShape.Require(labels, "The generator's labels", x.size(0));
        using var embedded = _labelEmbed.forward(labels); // [B, D]
        return Denoise(x, t, r, embedded, text);
    }

    /// <inheritdoc/>
    public override Tensor Answer(Tensor x, Tensor t, Tensor r, GeneratorInputs inputs)
    {
        using var embedded = ConditionTensors.Embed(_labelEmbed, inputs, x.size(0), _config.LabelRows); // [B, D]
        return Denoise(x, t, r, embedded, inputs.Text);
    }

    /// <inheritdoc/>
    public override GeneratorInputs InputsOf(ClassCondition condition, int pictures, Device device) => new()
    {
        ClassWeights = ConditionTensors.Classes(condition, Config, pictures, device),
        Text = ConditionTensors.Words(condition, Config, pictures, device),
    };

    /// <inheritdoc/>
    public override GeneratorInputs InputsFor(Tensor labels, Tensor? words) => new() { Labels = labels, Text = words };

    /// <summary>Tokens before the first block: <c>[B, T, D]</c>.</summary>
    internal Tensor Embed(Tensor x)
    {
        using var tokens = _patchEmbed.forward(x); // [B, T, D]
        using var places = get_buffer("pos_embed")!.to_type(tokens.dtype); // [1, T, D]
        return tokens + places; // [B, T, D]
    }

    /// <summary>The condition of labels: <c>[B, D]</c>.</summary>
    internal Tensor Condition(Tensor t, Tensor labels)
    {
        using var time = _timeEmbed.forward(t);
        using var label = _labelEmbed.forward(labels);
        return time + label; // [B, D]
    }

    /// <summary>The rotation shared by all blocks: <c>[T, Dh/2]</c>, or null without RoPE.</summary>
    internal Tensor? Rotation() => _rope?.Rotation();

    /// <summary>The final layer's patch values: <c>[B, T, p·p·outputs]</c>.</summary>
    internal Tensor Finish(Tensor tokens, Tensor c) => _final.Apply(tokens, c);

    // The student's condition is t + r + y (MeanFlow); its target adds exactly nothing at first.
    private Tensor Denoise(Tensor x, Tensor t, Tensor r, Tensor embeddedLabels, Tensor? text)
    {
        TensorShape.Require(x, "The generator's x", TensorShape.Any, _latent.Channels, _latent.Side, _latent.Side);
        TensorShape.Require(t, "The generator's t", x.size(0));
        using var scope = NewDisposeScope();
        var c = _timeEmbed.forward(t) + embeddedLabels; // [B, D]
        if (_targetEmbed is not null)
        {
            TensorShape.Require(r, "The generator's r", x.size(0));
            c += _targetEmbed.forward(r); // [B, D]
        }

        if (_textEmbed is not null)
        {
            text ??= zeros(x.size(0), _config.Text!.Width, device: x.device); // [B, W]
            TensorShape.Require(text, "The generator's text", x.size(0), _config.Text!.Width);
            c += _textEmbed.forward(text); // [B, D]
        }

        var rotation = Rotation(); // [T, Dh/2]
        var tokens = Embed(x); // [B, T, D]
        foreach (var block in _blocks)
        {
            tokens = block.Apply(tokens, c, rotation); // [B, T, D]
        }

        var output = PatchGrid.Unpatchify(_final.Apply(tokens, c), _config.PatchSize, _latent.Side / _config.PatchSize).to_type(x.dtype); // [B, C or 2C, h, w]
        return (_config.LearnSigma ? output.narrow(1, 0, _latent.Channels) : output).MoveToOuterDisposeScope(); // [B, C, h, w]
    }
}
