using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using FaeRealtime.Sampling.Conditions;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators.TextToImage;

/// <summary>The text-to-image generator: Stable Diffusion 3's MMDiT, with 3.5's norms and second attentions by configuration. The raw network; <see cref="GeneratorField"/> guides it.</summary>
/// <remarks>
/// Esser et al. 2024, arXiv:2403.03206; Stability-AI/sd3.5 (mmditx.py) and MODELS §6; keys are the official ones (<see cref="Checkpoints.MMDiTLayouts"/> has those of the SwiGLU).
/// 603,457,568 and 2,017,840,192 numbers at the paper's sizes. Time 1 is noise, the output is the velocity ε − x.
/// </remarks>
public sealed class MMDiT : VelocityGenerator
{
    private const string TextPositionsKey = "context_pos_embed";

    [ComponentName(Name = "pos_embed")]
    private readonly Tensor _positions;

    [ComponentName(Name = "x_embedder")]
    private readonly PatchEmbed _patchEmbed;

    [ComponentName(Name = "t_embedder")]
    private readonly TimestepEmbedder _timeEmbed;

    [ComponentName(Name = TargetEmbedder)]
    private readonly TimestepEmbedder? _targetEmbed;

    [ComponentName(Name = "label_embedder")]
    private readonly LabelEmbedder? _labelEmbed;

    [ComponentName(Name = "y_embedder")]
    private readonly TextEmbedder? _pooledEmbed;

    [ComponentName(Name = "context_embedder")]
    private readonly Linear _textEmbed;

    [ComponentName(Name = TextPositionsKey)]
    private readonly Parameter? _textPositions;

    [ComponentName(Name = "joint_blocks")]
    private readonly ModuleList<JointBlock> _blocks;

    [ComponentName(Name = "final_layer")]
    private readonly FinalLayer _final;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="device">Where the weights lie.</param>
    /// <param name="targetTime">Whether it is a few-step student with a second time.</param>
    public MMDiT(MMDiTConfig config, LatentConfig latent, Device? device = null, bool targetTime = false)
        : base(nameof(MMDiT))
    {
        (Config, Latent) = (config, latent);
        _positions = SinCosPositions.Table(config.Width, config.PositionSide(latent), device);
        _patchEmbed = new PatchEmbed(latent.Channels, config.Width, config.PatchSize, device);
        _timeEmbed = new TimestepEmbedder(config.Width, device);
        _targetEmbed = targetTime ? new TimestepEmbedder(config.Width, device) : null;
        _labelEmbed = config.Classes > 0 ? new LabelEmbedder(config.LabelRows, config.Width, device) : null;
        _pooledEmbed = config.PooledWidth is { } pooled ? new TextEmbedder(pooled, config.Width, device) : null;
        _textEmbed = nn.Linear(config.TextWidth, config.Width, true, device);
        _textPositions = config.TextPositions ? new Parameter(zeros([1, config.TextTokens, config.Width], device: device)) : null;
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(index => new JointBlock(config, index, device))]);
        _final = new FinalLayer(config.Width, (long)latent.Channels * config.PatchSize * config.PatchSize, NormKind.LayerNormNoAffine, device);
        RegisterComponents();
    }

    /// <summary>Sizes and switches.</summary>
    public MMDiTConfig Config { get; }

    /// <inheritdoc/>
    public override GeneratorConfig GeneratorConfig => Config;

    /// <inheritdoc/>
    public override bool HasTargetTime => _targetEmbed is not null;

    /// <summary>The latent grid; a picture of another one may be asked for as long as the position table holds it.</summary>
    public override LatentConfig Latent { get; }

    /// <summary>The blocks, for golden cases that look inside.</summary>
    internal ModuleList<JointBlock> Blocks => _blocks;

    /// <summary>Draws the weights as DiT's successors do: xavier-uniform linears, N(0, 0.02) embeddings of time and text, modulation, classes and last layer zero.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public override void Initialise(ulong seed)
    {
        const double EmbeddingDeviation = 0.02;
        var draw = new WeightInitialiser(seed);
        draw.Linears(this);
        draw.Normal(
            this, EmbeddingDeviation, "t_embedder.mlp.0.weight", "t_embedder.mlp.2.weight", "y_embedder.mlp.0.weight", "y_embedder.mlp.2.weight", TextPositionsKey, TargetInput);
        WeightInitialiser.Fill(this, 0, TargetOutput, "label_embedder.embedding_table.weight");
        WeightInitialiser.Fill(this, 0, "final_layer.linear.weight", "final_layer.adaLN_modulation.1.weight");
        for (var i = 0; i < Config.Depth; i++)
        {
            WeightInitialiser.Fill(this, 0, $"joint_blocks.{i}.context_block.adaLN_modulation.1.weight", $"joint_blocks.{i}.x_block.adaLN_modulation.1.weight");
        }
    }

    /// <inheritdoc/>
    public override Tensor Answer(Tensor x, Tensor t, Tensor r, GeneratorInputs inputs)
    {
        using var scope = NewDisposeScope();
        var text = inputs.Text ?? throw new ShapeException("The generator's text is missing; give the states of no text for none.");
        var c = Condition(t * Config.TimeScale, inputs.Pooled); // [B, D]
        if (_targetEmbed is not null)
        {
            TensorShape.Require(r, "The generator's r", x.size(0));
            c += _targetEmbed.forward(r * Config.TimeScale); // [B, D]
        }

        if (_labelEmbed is not null)
        {
            c += ConditionTensors.Embed(_labelEmbed, inputs, x.size(0), Config.LabelRows); // [B, D]
        }

        return Run(x, c, text).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    /// <inheritdoc/>
    public override GeneratorInputs InputsOf(ClassCondition condition, int pictures, Device device) =>
        ConditionTensors.Tokens(ConditionTensors.Words(condition, Config, pictures, device)!, Config.TextTokens, Config.TextWidth) with
        {
            ClassWeights = _labelEmbed is null ? null : ConditionTensors.Classes(condition, Config, pictures, device),
        };

    /// <inheritdoc/>
    public override GeneratorInputs InputsFor(Tensor labels, Tensor? words) =>
        ConditionTensors.Tokens(words ?? zeros([labels.size(0), Config.TextNumbers], device: labels.device), Config.TextTokens, Config.TextWidth) with
        {
            Labels = _labelEmbed is null ? null : labels,
        };

    /// <summary>The output of a network of words alone.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>, h and w multiples of the patch. Borrowed.</param>
    /// <param name="t">Times <c>[B]</c> in [0, 1] multiplied by <see cref="MMDiTConfig.TimeScale"/>; the upper end is noise. Borrowed.</param>
    /// <param name="text">Token states of a text encoder <c>[B, L, W]</c>, L up to <see cref="MMDiTConfig.TextTokens"/>, padding included. Borrowed.</param>
    /// <param name="pooled">Vectors of whole texts <c>[B, P]</c>; null for none. Borrowed.</param>
    /// <returns>Velocity <c>[B, C, h, w]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit, or there is a pooled vector and no place for it.</exception>
    public Tensor Velocity(Tensor x, Tensor t, Tensor text, Tensor? pooled = null)
    {
        TensorShape.Require(t, "The generator's t", x.size(0));
        using var c = Condition(t, pooled); // [B, D]
        return Run(x, c, text);
    }

    /// <summary>Image tokens before the first block: <c>[B, T, D]</c>.</summary>
    internal Tensor Embed(Tensor x)
    {
        using var scope = NewDisposeScope();
        var tokens = _patchEmbed.forward(x); // [B, T, D]
        return (tokens + Positions(x.size(2) / Config.PatchSize, x.size(3) / Config.PatchSize).to_type(tokens.dtype)).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>The middle of the position table: <c>[1, rows·columns, D]</c>.</summary>
    internal Tensor Positions(long rows, long columns)
    {
        using var scope = NewDisposeScope();
        long side = Config.PositionSide(Latent);
        return get_buffer("pos_embed")!.view(1, side, side, Config.Width) // [1, M, M, D]
            .narrow(1, (side - rows) / 2, rows).narrow(2, (side - columns) / 2, columns) // [1, h, w, D]
            .reshape(1, rows * columns, Config.Width).MoveToOuterDisposeScope(); // [1, T, D]
    }

    /// <summary>Text tokens before the first block: <c>[B, L, D]</c>.</summary>
    internal Tensor EmbedText(Tensor text)
    {
        var length = text.size(1);
        if (length < 1 || length > Config.TextTokens)
        {
            throw new ShapeException($"The generator's text has {length} tokens; this generator takes 1 to {Config.TextTokens}. Cut the text, or use the config that its weights were saved with.");
        }

        using var scope = NewDisposeScope();
        var tokens = _textEmbed.forward(text.to_type(_textEmbed.weight!.dtype)); // [B, L, D]
        return (_textPositions is null ? tokens : tokens + _textPositions.narrow(1, 0, length).to_type(tokens.dtype)).MoveToOuterDisposeScope(); // [B, L, D]
    }

    /// <summary>The condition of times and whole texts: <c>[B, D]</c>.</summary>
    internal Tensor Condition(Tensor t, Tensor? pooled)
    {
        var time = _timeEmbed.forward(t); // [B, D]
        if (pooled is null)
        {
            return time;
        }

        using (time)
        {
            var embedder = _pooledEmbed ?? throw new ShapeException($"The generator was given a pooled text {TensorShape.Text(pooled.shape)}, and this one has no place for it (generator.pooledWidth). Leave it out.");
            TensorShape.Require(pooled, "The generator's pooled text", t.size(0), Config.PooledWidth!.Value);
            using var whole = embedder.forward(pooled); // [B, D]
            return time + whole; // [B, D]
        }
    }

    /// <summary>Image tokens behind the last block as a latent: <c>[B, C, h, w]</c>.</summary>
    internal Tensor Finish(Tensor tokens, Tensor c, long rows)
    {
        using var patches = _final.Apply(tokens, c); // [B, T, p·p·C]
        return PatchGrid.Unpatchify(patches, Config.PatchSize, rows); // [B, C, h, w]
    }

    private Tensor Run(Tensor x, Tensor c, Tensor text)
    {
        using var scope = NewDisposeScope();
        var rows = Require(x);
        TensorShape.Require(text, "The generator's text", x.size(0), TensorShape.Any, Config.TextWidth);
        TensorShape.Require(c, "The generator's t", x.size(0), Config.Width);
        var image = Embed(x); // [B, T, D]
        Tensor? words = EmbedText(text); // [B, L, D]
        foreach (var block in _blocks)
        {
            (words, image) = block.Apply(words!, image, c); // [B, L, D], [B, T, D]
        }

        return Finish(image, c, rows).to_type(x.dtype).MoveToOuterDisposeScope(); // [B, C, h, w]
    }

    // Gives back the rows of patches.
    private long Require(Tensor x)
    {
        TensorShape.Require(x, "The generator's x", TensorShape.Any, Latent.Channels, TensorShape.Any, TensorShape.Any);
        var (patch, side) = (Config.PatchSize, Config.PositionSide(Latent));
        if (x.size(2) % patch != 0 || x.size(3) % patch != 0 || x.size(2) > side * patch || x.size(3) > side * patch || x.size(2) == 0 || x.size(3) == 0)
        {
            throw new ShapeException($"The generator's x is {TensorShape.Text(x.shape)}; its sides must be multiples of the patch size {patch} up to {side * patch}, which its {side}×{side} positions hold. Use latents of such a size.");
        }

        return x.size(2) / patch;
    }
}
