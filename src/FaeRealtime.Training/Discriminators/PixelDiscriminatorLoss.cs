using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Discriminators;

/// <summary>The adversarial term of stages Ib and II: a discriminator with its own optimiser, and the term that it adds to the decoder's loss.</summary>
internal sealed class PixelDiscriminatorLoss : ITrainedModules, IDisposable
{
    private readonly DiscriminatorRecipe _recipe;
    private readonly IDiscriminator _discriminator;
    private readonly LeCam _leCam;
    private readonly Func<TrainingBatch, Tensor> _real;
    private readonly Func<TrainingBatch, Tensor> _repaint;
    private readonly Parameter[] _parameters;

    // What the decoder's step decoded, by the part's first row, until the discriminator's step takes it.
    private readonly Dictionary<long, Tensor> _decoded = [];

    /// <summary>Prepares a discriminator.</summary>
    /// <param name="recipe">Weights and steps.</param>
    /// <param name="stage">How the decoder trains.</param>
    /// <param name="discriminator">Taken over.</param>
    /// <param name="real">Real images of a batch <c>[B, 3, H, W]</c> in [0, 1].</param>
    /// <param name="repaint">The decoder's images of a batch with its present weights.</param>
    /// <param name="device">Where batches lie.</param>
    public PixelDiscriminatorLoss(
        DiscriminatorRecipe recipe, OptimisationRecipe stage, IDiscriminator discriminator, Func<TrainingBatch, Tensor> real, Func<TrainingBatch, Tensor> repaint, Device device)
    {
        _recipe = recipe;
        _discriminator = discriminator;
        _real = real;
        _repaint = repaint;
        _leCam = new LeCam(recipe.LeCamDecay, device);
        Optimisation = recipe.Optimisation.Beside(stage);
        Modules = [new TrainedModule("discriminator", discriminator.Trained, averaged: null, stage.Precision)];

        // Only now: in bfloat16 the module has replaced them.
        _parameters = [.. discriminator.Trained.parameters()];
    }

    public OptimisationRecipe Optimisation { get; }

    public IReadOnlyList<TrainedModule> Modules { get; }

    public int FirstStep => _recipe.FirstStep;

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, Tensor Value)> Buffers => [("leCam", _leCam.Means), .. _discriminator.Buffers];

    /// <summary>The discriminator that a stage's recipe describes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="inputs">Gives the discriminator's frozen network.</param>
    /// <param name="recipe">The stage's.</param>
    /// <param name="real">Gives a batch's images <c>[B, 3, H, W]</c>.</param>
    /// <param name="repaint">Gives their reconstructions <c>[B, 3, H, W]</c> without noise.</param>
    public static PixelDiscriminatorLoss Create(RunContext run, RunInputs inputs, PixelRecipe recipe, Func<TrainingBatch, Tensor> real, Func<TrainingBatch, Tensor> repaint)
    {
        const ulong SeedOffset = 5;
        var terms = recipe.Discriminator!;
        var seed = run.Recipe.Seed + SeedOffset;
        IDiscriminator discriminator = terms.Dino is { } dino
            ? new DinoDiscriminator(dino, inputs.FrozenViT(dino.Encoder), seed, run.Device)
            : new PatchDiscriminator(terms.Patch!, seed, run.Device);
        return new PixelDiscriminatorLoss(terms, recipe.Optimisation, discriminator, real, repaint, run.Device);
    }

    /// <summary>Adds the decoder's term λ·(−mean D(x̂)) from the recipe's start on, and tells it in the log at every step.</summary>
    /// <param name="losses">The decoder's other terms.</param>
    /// <param name="images">What it decoded <c>[B, 3, H, W]</c>, with gradient. Borrowed.</param>
    /// <param name="last">Its last weight.</param>
    /// <param name="batch">The batch, or the part of one.</param>
    public StepLosses Join(StepLosses losses, Tensor images, Parameter last, TrainingBatch batch)
    {
        if (!_recipe.Repaint && batch.Random.Step >= FirstStep)
        {
            Keep(images, batch.Random.FirstRow);
        }

        var nothing = zeros([], device: images.device);
        var (term, weight, total) = (nothing, nothing, losses.Total);
        if (batch.Random.Step >= _recipe.Start)
        {
            using var frozen = new FrozenParameters(_parameters);
            term = HingeLoss.OfDecoder(_discriminator.Logits(Seen(images, batch, RandomPurpose.AugmentDecoded)));
            weight = _recipe.Weight * (_recipe.Adaptive ? AdaptiveWeight.Of(losses.Total, term, last) : ones([], device: images.device));
            total = losses.Total + (term * weight);
        }

        return new StepLosses(total, [.. losses.Named, ("gan", term.detach()), ("ganWeight", weight)]);
    }

    public StepLosses Losses(TrainingBatch batch)
    {
        var ofReal = _discriminator.Logits(Seen(_real(batch), batch, RandomPurpose.AugmentReal)); // [B, N]
        var ofFake = _discriminator.Logits(Seen(Fakes(batch), batch, RandomPurpose.AugmentFake)); // [B, N]
        var hinge = HingeLoss.OfDiscriminator(ofReal, ofFake);
        var held = _leCam.Of(ofReal, ofFake);
        var told = (ofReal > ofFake).@float().mean();
        return new StepLosses(
            hinge + (held * _recipe.LeCam),
            [("hinge", hinge.detach()), ("leCam", held.detach()), ("real", ofReal.detach().mean()), ("fake", ofFake.detach().mean()), ("told", told)]);
    }

    public void EndStep(bool moved)
    {
        _leCam.EndStep(moved);
        if (moved)
        {
            _discriminator.EndStep();
        }
    }

    public void Dispose()
    {
        foreach (var part in _decoded.Values)
        {
            part.Dispose();
        }

        _decoded.Clear();
        _leCam.Dispose();
        _discriminator.Dispose();
    }

    private void Keep(Tensor images, long row)
    {
        if (_decoded.Remove(row, out var old))
        {
            old.Dispose();
        }

        _decoded[row] = images.detach().DetachFromDisposeScope();
    }

    private Tensor Fakes(TrainingBatch batch)
    {
        const double Levels = 255;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var fakes = _recipe.Repaint ? _repaint(batch) : Take(batch.Random.FirstRow);
        scope.Attach(fakes);
        return (_recipe.Quantise ? (fakes.clamp(0, 1) * Levels).round() / Levels : fakes).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    private Tensor Seen(Tensor images, TrainingBatch batch, RandomPurpose purpose) =>
        _recipe.Augment ? DifferentiableAugmentation.Apply(images, batch.Random, purpose) : images; // [B, 3, H, W]

    private Tensor Take(long row) => _decoded.Remove(row, out var part)
        ? part
        : throw new InvalidOperationException($"The discriminator's step came before the painter's painted the part from row {row} on.");
}
