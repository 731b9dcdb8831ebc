using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using FaeRealtime.Sampling.Conditions;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>STARFlow: latents to noise and back through autoregressive blocks, with the exact likelihood of every latent.</summary>
/// <remarks>
/// apple/ml-starflow and MODELS §5; keys are the official ones. Encoding takes the shallow blocks first and the deep one last, all tokens at once; decoding the deep one first, token after token. The deep block alone reads the condition
/// (unless the configuration says otherwise) and alone is guided. 1,413,288,512 numbers at the paper's size for 1000 classes over latents of 32 channels.
/// </remarks>
public sealed class StarFlow : FlowGenerator
{
    private readonly StarFlowConfig _config;
    private readonly LatentConfig _latent;

    [ComponentName(Name = "var")]
    private readonly Tensor _variance; // [T, C·p·p], unused ones

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<StarFlowBlock> _blocks;

    [ComponentName(Name = "feat_rope")]
    private readonly UnusedTables _tables;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="latent">The latent grid that it is trained on; others are taken, too.</param>
    /// <param name="device">Where the weights lie.</param>
    public StarFlow(StarFlowConfig config, LatentConfig latent, Device? device = null)
        : base(nameof(StarFlow))
    {
        _config = config;
        _latent = latent;
        var (side, channels) = (PositionSide, latent.Channels * config.PatchSize * config.PatchSize);
        _variance = ones([side * side, channels], device: device);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Layers.Count).Select(index => new StarFlowBlock(config, index, channels, side, device))]);
        _tables = new UnusedTables((side * side) + config.ConditionTokens, config.HeadWidth, device);
        RegisterComponents();
    }

    /// <summary>Sizes and switches.</summary>
    public StarFlowConfig Config => _config;

    /// <inheritdoc/>
    public override GeneratorConfig GeneratorConfig => Config;

    /// <summary>The latent grid that it is trained on.</summary>
    public override LatentConfig Latent => _latent;

    private long PositionSide => _config.PositionSide ?? _latent.Side / _config.PatchSize;

    /// <summary>Draws the weights as the source does: PyTorch's own start, start tokens normal; outputs zero, so that latents pass nearly as they are.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public override void Initialise(ulong seed)
    {
        var draw = new WeightInitialiser(seed);
        draw.FanIn(this);
        for (var i = 0; i < _config.Layers.Count; i++)
        {
            draw.Normal(this, 1, $"blocks.{i}.sos_embed");
            WeightInitialiser.Fill(this, 0, $"blocks.{i}.proj_out.weight");
        }
    }

    /// <inheritdoc/>
    public override double NoiseDeviation => _config.Noise;

    /// <inheritdoc/>
    public override GeneratorInputs InputsOf(ClassCondition condition, int pictures, Device device) => _config.Classes > 0
        ? new() { Text = ConditionTensors.Classes(condition, _config, pictures, device).unsqueeze(1) } // [B, 1, rows]
        : Words(ConditionTensors.Words(condition, _config, pictures, device));

    /// <inheritdoc/>
    public override GeneratorInputs InputsFor(Tensor labels, Tensor? words) => _config.Classes > 0
        ? new() { Text = nn.functional.one_hot(labels, _config.LabelRows).to_type(ScalarType.Float32).unsqueeze(1) } // [B, 1, rows]
        : Words(words);

    /// <inheritdoc/>
    public override FlowEncoding Forwards(Tensor x, GeneratorInputs inputs) => Encode(x, inputs.Text);

    /// <inheritdoc/>
    internal override Tensor Backwards(Tensor noise, GeneratorInputs wanted, GeneratorInputs none, double guidance) =>
        Decode(noise, wanted.Text, none.Text, new FlowDecoding { Guidance = guidance - 1 });

    /// <summary>Latents to noise, with log-determinants; <see cref="FlowLikelihood"/> makes the likelihood of it.</summary>
    /// <param name="x">Normalised latents <c>[B, C, H, W]</c>, sides multiples of the patch, in training with noise of <see cref="StarFlowConfig.Noise"/>. Borrowed.</param>
    /// <param name="condition"><c>[B, L, W]</c>, L up to <see cref="StarFlowConfig.ConditionTokens"/>: one-hot classes, or words' states with padding zeroed. Null for a flow without condition. Borrowed.</param>
    /// <returns>Noise <c>[B, C, H, W]</c> and what lies between; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public FlowEncoding Encode(Tensor x, Tensor? condition = null)
    {
        Require(x, condition, x.size(0), "The flow's x");
        using var scope = NewDisposeScope();
        var (rows, columns) = (x.size(2) / _config.PatchSize, x.size(3) / _config.PatchSize);
        var tokens = PatchGrid.PatchifyPixels(x, _config.PatchSize).@float(); // [B, T, C·p·p]
        List<Tensor> latents = [Grid(tokens, rows)], determinants = [];
        foreach (var block in _blocks)
        {
            var (noise, determinant) = block.Encode(tokens, condition, Rotation(block, rows, columns, condition, x.device));
            latents.Add(Grid(noise, rows)); // [B, h, w, C·p·p]
            determinants.Add(determinant); // [B, T, C·p·p]
            tokens = noise;
        }

        return new FlowEncoding(Latents(tokens, rows), latents, determinants).MoveToOuterDisposeScope();
    }

    /// <summary>Noise to latents: the inverse of <see cref="Encode"/>.</summary>
    /// <param name="z">Noise <c>[B, C, H, W]</c>. Borrowed.</param>
    /// <param name="condition">As in <see cref="Encode"/>, <c>[B, L, W]</c>. Borrowed.</param>
    /// <param name="none">What guidance leads away from: the null class, or the empty text's states, <c>[B, L, W]</c>; needed with guidance only. Borrowed.</param>
    /// <param name="decoding">Guidance and whether tokens go one by one; null for neither guidance nor chunks.</param>
    /// <returns>Latents <c>[B, C, H, W]</c>, without gradient, with the noise of training still in them (<see cref="Denoise"/>); the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    /// <exception cref="ArgumentException">Guidance without <paramref name="none"/>.</exception>
    public Tensor Decode(Tensor z, Tensor? condition = null, Tensor? none = null, FlowDecoding? decoding = null)
    {
        using var scope = NewDisposeScope();
        return DecodeSteps(z, condition, none, decoding)[^1].MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="Decode"/>, with what lies between.</summary>
    /// <param name="z">As in <see cref="Decode"/>, <c>[B, C, H, W]</c>. Borrowed.</param>
    /// <param name="condition">As in <see cref="Decode"/>, <c>[B, L, W]</c>. Borrowed.</param>
    /// <param name="none">As in <see cref="Decode"/>, <c>[B, L, W]</c>. Borrowed.</param>
    /// <param name="decoding">As in <see cref="Decode"/>.</param>
    /// <returns>The noise, then each block's result, the deep one's first: <c>[B, C, H, W]</c> each; the caller disposes.</returns>
    internal IReadOnlyList<Tensor> DecodeSteps(Tensor z, Tensor? condition, Tensor? none, FlowDecoding? decoding)
    {
        Require(z, condition, z.size(0), "The flow's z");
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var how = decoding ?? new FlowDecoding();
        var (rows, columns) = (z.size(2) / _config.PatchSize, z.size(3) / _config.PatchSize);
        var read = Both(condition, none, how.Guidance); // [B or 2B, L, W]
        var tokens = PatchGrid.PatchifyPixels(z, _config.PatchSize).@float(); // [B, T, C·p·p]
        List<Tensor> steps = [z.clone()];
        foreach (var block in Enumerable.Reverse(_blocks))
        {
            tokens = block.Decode(tokens, read, Rotation(block, rows, columns, condition, z.device), how); // [B, T, C·p·p]
            steps.Add(Latents(tokens, rows));
        }

        return [.. steps.Select(step => step.MoveToOuterDisposeScope())];
    }

    /// <summary>Takes the noise of training away by one step along the flow's own score.</summary>
    /// <param name="x">Latents <c>[B, C, H, W]</c>, as from <see cref="Decode"/>. Borrowed.</param>
    /// <param name="condition">As in <see cref="Encode"/>, <c>[B, L, W]</c>. Borrowed.</param>
    /// <param name="deviation">Standard deviation of the noise; null for the configuration's.</param>
    /// <returns><c>[B, C, H, W]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public Tensor Denoise(Tensor x, Tensor? condition = null, double? deviation = null) =>
        TweedieDenoising.Apply(x, deviation ?? _config.Noise, noisy => Encode(noisy, condition));

    private GeneratorInputs Words(Tensor? words) => words is null ? new() : ConditionTensors.Tokens(words, _config.ConditionTokens, _config.ConditionWidth);

    private Tensor Rotation(StarFlowBlock block, long rows, long columns, Tensor? condition, Device device)
    {
        var words = block.Reads ? condition!.size(1) : 0;
        return FlowPositions.Rotation(_config.HeadWidth, rows, columns, PositionSide, _config.ConditionTokens > 0 ? words : null, device); // [L + T, Dh/2]
    }

    private static Tensor? Both(Tensor? condition, Tensor? none, double guidance)
    {
        if (guidance <= 0 || condition is null)
        {
            return condition;
        }

        var away = none ?? throw new ArgumentException("Guidance needs the condition to lead away from: the null class, or the empty text's states.", nameof(none));
        TensorShape.Require(away, "The flow's null condition", condition.shape);
        return cat([condition, away]); // [2B, L, W]
    }

    private Tensor Latents(Tensor tokens, long rows) => PatchGrid.Unpatchify(tokens, _config.PatchSize, rows); // [B, C, H, W]

    private static Tensor Grid(Tensor tokens, long rows) => tokens.view(tokens.size(0), rows, -1, tokens.size(2)); // [B, h, w, C·p·p]

    private void Require(Tensor x, Tensor? condition, long batch, string what)
    {
        TensorShape.Require(x, what, TensorShape.Any, _latent.Channels, TensorShape.Any, TensorShape.Any);
        if (x.size(2) % _config.PatchSize != 0 || x.size(3) % _config.PatchSize != 0)
        {
            throw new ShapeException($"{what} is {TensorShape.Text(x.shape)}, whose sides are no multiples of the patch size {_config.PatchSize}. Pad or cut the latents.");
        }

        if (_config.ConditionWidth == 0)
        {
            return;
        }

        var given = condition ?? throw new ShapeException($"The flow's condition is missing, it must be {TensorShape.Text([batch, TensorShape.Any, _config.ConditionWidth])}. Give the null condition for none.");
        TensorShape.Require(given, "The flow's condition", batch, TensorShape.Any, _config.ConditionWidth);
    }
}
