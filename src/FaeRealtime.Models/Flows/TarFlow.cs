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

/// <summary>TARFlow: pictures or latents to noise and back through equal autoregressive blocks, with their exact likelihood.</summary>
/// <remarks>apple/ml-tarflow; keys are the official ones. Unlike <see cref="StarFlow"/>'s, its patches have their channels first, its noise stays in patches, and all blocks know the class.</remarks>
public sealed class TarFlow : FlowGenerator
{
    private readonly TarFlowConfig _config;
    private readonly LatentConfig _latent;

    [ComponentName(Name = "var")]
    private readonly Tensor _variance; // [T, C·p·p]

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<TarFlowBlock> _blocks;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="latent">The latent grid, or a picture's colours and side.</param>
    /// <param name="device">Where the weights lie.</param>
    public TarFlow(TarFlowConfig config, LatentConfig latent, Device? device = null)
        : base(nameof(TarFlow))
    {
        _config = config;
        _latent = latent;
        _variance = ones([Tokens, Channels], device: device);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Blocks).Select(index => new TarFlowBlock(config, index, Tokens, Channels, device))]);
        RegisterComponents();
    }

    /// <summary>Sizes and switches.</summary>
    public TarFlowConfig Config => _config;

    /// <inheritdoc/>
    public override GeneratorConfig GeneratorConfig => Config;

    /// <summary>The latent grid.</summary>
    public override LatentConfig Latent => _latent;

    private long Grid => _latent.Side / _config.PatchSize;

    private long Tokens => Grid * Grid;

    private long Channels => (long)_latent.Channels * _config.PatchSize * _config.PatchSize;

    /// <summary>Draws the weights as the source does: PyTorch's own start, places and classes N(0, 0.01); outputs zero, so that data passes nearly as it is.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public override void Initialise(ulong seed)
    {
        const double EmbeddingDeviation = 0.01;
        var draw = new WeightInitialiser(seed);
        draw.FanIn(this);
        for (var i = 0; i < _config.Blocks; i++)
        {
            draw.Normal(this, EmbeddingDeviation, $"blocks.{i}.pos_embed", $"blocks.{i}.class_embed");
            WeightInitialiser.Fill(this, 0, $"blocks.{i}.proj_out.weight");
        }
    }

    /// <inheritdoc/>
    public override double NoiseDeviation => _config.Noise;

    /// <inheritdoc/>
    /// <remarks>A blend counts as its heaviest class: the network takes one. Pictures without class beside others with one are refused.</remarks>
    public override GeneratorInputs InputsOf(ClassCondition condition, int pictures, Device device)
    {
        ClassRows.RequireNone(_config, condition.Rows);
        int[] labels = [.. ClassRows.Each(condition.Rows, pictures).Select(row => row.Count == 0 ? -1 : row.MaxBy(entry => entry.Weight).Class)];
        if (labels.All(label => label < 0))
        {
            return new();
        }

        return labels.FirstOrDefault(label => label < 0 || label >= _config.Classes, 0) is not 0 and var wrong
            ? throw new ConfigException($"Class {wrong} does not exist, or only some pictures have a class; the flow has classes 0 to {_config.Classes - 1}. Give each picture one, or none any.")
            : new() { Labels = tensor(labels, device: device).to(ScalarType.Int64) }; // [B]
    }

    /// <inheritdoc/>
    public override GeneratorInputs InputsFor(Tensor labels, Tensor? words) => _config.Classes > 0 ? new() { Labels = labels } : new();

    /// <inheritdoc/>
    public override FlowEncoding Forwards(Tensor x, GeneratorInputs inputs) => Encode(x, inputs.Labels);

    /// <inheritdoc/>
    internal override Tensor Backwards(Tensor noise, GeneratorInputs wanted, GeneratorInputs none, double guidance)
    {
        using var tokens = PatchGrid.Patchify(noise, _config.PatchSize); // [B, T, C·p·p]
        return Decode(tokens, wanted.Labels, new TarFlowGuidance { Strength = wanted.Labels is null ? 0 : guidance - 1 }); // [B, C, h, w]
    }

    /// <summary>Data to noise, with log-determinants; <see cref="FlowLikelihood"/> makes the likelihood of it.</summary>
    /// <param name="x"><c>[B, C, H, W]</c>, in training with noise of <see cref="TarFlowConfig.Noise"/>. Borrowed.</param>
    /// <param name="labels"><c>[B]</c>, int64, below 0 for no class; null for no class anywhere. Borrowed.</param>
    /// <returns>Noise <c>[B, T, C·p·p]</c> and what lies between; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public FlowEncoding Encode(Tensor x, Tensor? labels = null)
    {
        TensorShape.Require(x, "The flow's x", TensorShape.Any, _latent.Channels, _latent.Side, _latent.Side);
        Require(labels, x.size(0));
        using var scope = NewDisposeScope();
        var tokens = PatchGrid.Patchify(x, _config.PatchSize).@float(); // [B, T, C·p·p]
        List<Tensor> latents = [tokens.alias()], determinants = [];
        foreach (var block in _blocks)
        {
            (tokens, var determinant) = block.Encode(tokens, labels); // [B, T, C·p·p] each
            latents.Add(tokens.alias());
            determinants.Add(determinant);
        }

        return new FlowEncoding(tokens, latents, determinants).MoveToOuterDisposeScope();
    }

    /// <summary>Noise to data: the inverse of <see cref="Encode"/>.</summary>
    /// <param name="z">Noise <c>[B, T, C·p·p]</c>, standard normal. Borrowed.</param>
    /// <param name="labels">As in <see cref="Encode"/>, <c>[B]</c>. Borrowed.</param>
    /// <param name="guidance">Away from what the flow says without class; null for none.</param>
    /// <param name="jacobi">Many tokens at once; null for one after the other.</param>
    /// <returns>Data <c>[B, C, H, W]</c>, without gradient, with the noise of training still in it (<see cref="Denoise"/>); the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public Tensor Decode(Tensor z, Tensor? labels = null, TarFlowGuidance? guidance = null, JacobiDecoding? jacobi = null)
    {
        TensorShape.Require(z, "The flow's z", TensorShape.Any, Tokens, Channels);
        Require(labels, z.size(0));
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var tokens = z * get_buffer("var")!.sqrt(); // [B, T, C·p·p]
        foreach (var block in Enumerable.Reverse(_blocks))
        {
            tokens = block.Decode(tokens, labels, guidance ?? new TarFlowGuidance(), jacobi); // [B, T, C·p·p]
        }

        return Unpatchify(tokens).MoveToOuterDisposeScope();
    }

    /// <summary>Takes the noise of training away by one step along the flow's own score.</summary>
    /// <param name="x"><c>[B, C, H, W]</c>, as from <see cref="Decode"/>. Borrowed.</param>
    /// <param name="labels">As in <see cref="Encode"/>, <c>[B]</c>. Borrowed.</param>
    /// <param name="deviation">Standard deviation of the noise; null for the configuration's.</param>
    /// <returns><c>[B, C, H, W]</c>, without gradient; the caller disposes.</returns>
    /// <exception cref="ShapeException">A shape does not fit.</exception>
    public Tensor Denoise(Tensor x, Tensor? labels = null, double? deviation = null) =>
        TweedieDenoising.Apply(x, deviation ?? _config.Noise, noisy => Encode(noisy, labels));

    // Channels first, unlike PatchGrid's.
    private Tensor Unpatchify(Tensor tokens)
    {
        var (b, p) = (tokens.size(0), _config.PatchSize);
        return tokens.reshape(b, Grid, Grid, _latent.Channels, p, p) // [B, h, w, C, p, p]
            .permute(0, 3, 1, 4, 2, 5) // [B, C, h, p, w, p]
            .reshape(b, _latent.Channels, _latent.Side, _latent.Side); // [B, C, H, W]
    }

    private void Require(Tensor? labels, long batch)
    {
        if (labels is null)
        {
            return;
        }

        TensorShape.Require(labels, "The flow's labels", batch);
        if (_config.Classes == 0)
        {
            throw new ShapeException("The flow's labels are given, and it knows no classes (flow.classes is 0). Leave them out.");
        }
    }
}
