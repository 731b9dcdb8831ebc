using FaeRealtime.Training.Discriminators;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class PixelDiscriminatorLossTests : IDisposable
{
    private const int Batch = 4;
    private const int Side = 16;

    private static readonly DiscriminatorRecipe Recipe = new()
    {
        Weight = 0.5,
        Patch = new PatchDiscriminatorRecipe { Widths = [8, 8, 16], Groups = 4, Grid = 4 },
        Optimisation = new DiscriminatorOptimisationRecipe { LearningRate = 2e-3, Warmup = 1, Beta2 = 0.99 },
    };

    private readonly DisposeScope _scope = torch.NewDisposeScope();

    // A painter of one number: it paints everything in one grey.
    private readonly Parameter _grey = new(torch.full([1], 0.25f));

    public PixelDiscriminatorLossTests() => torch.set_num_threads(1);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Losses_StepAfterStep_TellFakesFromRealPictures()
    {
        using var discriminator = Loss(Recipe);
        using var optimiser = new TrainedModulesOptimiser(discriminator, "");
        var told = new List<double>();
        for (var step = 0; step < 60; step++)
        {
            Join(discriminator, step);
            optimiser.Step(step, [(BatchOf(step), 1.0)]);
            told.Add(optimiser.Meter.Read().First(entry => entry.Name == "hinge").Value);
        }

        Assert.InRange(told[0], 0.5, 1.5);
        Assert.True(told[^1] < 0.3 * told[0], $"{told[0]:g4} fell only to {told[^1]:g4}");
    }

    [Fact]
    public void Join_FromStartOn_PullsThePainterAndLeavesTheDiscriminator()
    {
        using var discriminator = Loss(Recipe with { Start = 3 });
        var parameters = discriminator.Modules[0].Trained.parameters().ToArray();

        Join(discriminator, step: 2).Total.backward();
        var before = _grey.grad!.ToSingle();
        _grey.grad!.zero_();
        var joined = Join(discriminator, step: 3);
        joined.Total.backward();

        Assert.Equal(["gan", "ganWeight"], joined.Named.Select(named => named.Name));
        Assert.Equal(0.5, joined.Named[1].Value.ToDouble(), 6);
        Assert.Equal(0, before);
        Assert.NotEqual(0, _grey.grad!.ToSingle());
        Assert.All(parameters, parameter => Assert.True(parameter.grad is null && parameter.requires_grad));
    }

    [Fact]
    public void Losses_Backward_LeavesThePainter()
    {
        using var discriminator = Loss(Recipe);
        Join(discriminator, step: 0);

        discriminator.Losses(BatchOf(0)).Total.backward();

        Assert.Null(_grey.grad);
        Assert.All(discriminator.Modules[0].Trained.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Join_Adaptive_WeighsAsTheOthersPull()
    {
        using var discriminator = Loss(Recipe with { Adaptive = true });
        var decoded = Painted();
        var others = new StepLosses(decoded.square().mean() * 3, []);
        var pull = Gradient(others.Total);
        var push = Gradient(Term(discriminator, decoded));

        var weight = discriminator.Join(others, decoded, _grey, BatchOf(0)).Named[1].Value.ToDouble();

        Assert.Equal(Recipe.Weight * pull / (push + 1e-6), weight, 1e-3);
    }

    [Fact]
    public void Losses_Quantised_SeeEightBits()
    {
        using var plain = Loss(Recipe);
        using var quantised = Loss(Recipe with { Quantise = true });
        Join(plain, 0);
        Join(quantised, 0);

        // 0.25 is between two of 255 levels.
        Assert.NotEqual(plain.Losses(BatchOf(0)).Total.ToSingle(), quantised.Losses(BatchOf(0)).Total.ToSingle());
    }

    [Fact]
    public void Losses_Repainted_AskThePainterAnew()
    {
        var asked = 0;
        using var discriminator = Loss(Recipe with { Repaint = true }, () => asked++);
        Join(discriminator, 0);

        discriminator.Losses(BatchOf(0)).Total.backward();

        Assert.Equal(1, asked);
        Assert.Null(_grey.grad);
    }

    // −mean D(x̂) with its gradient.
    private static torch.Tensor Term(PixelDiscriminatorLoss discriminator, torch.Tensor decoded) =>
        HingeLoss.OfDecoder(((IDiscriminator)discriminator.Modules[0].Trained).Logits(decoded));

    private static TrainingBatch BatchOf(long step)
    {
        long[] views = [0, 1, 2, 3];
        return new TrainingBatch(views, new StepRandom(1, StageKind.Ib, step));
    }

    private double Gradient(torch.Tensor loss) => torch.autograd.grad([loss], [_grey], retain_graph: true)[0].norm().ToDouble();

    private torch.Tensor Painted() => _grey.expand([Batch, 3, Side, Side]) * 1;

    private StepLosses Join(PixelDiscriminatorLoss discriminator, long step) => discriminator.Join(new StepLosses(_grey.sum() * 0, []), Painted(), _grey, BatchOf(step));

    // Real pictures are noise.
    private PixelDiscriminatorLoss Loss(DiscriminatorRecipe recipe, Action? repainting = null) => new(
        recipe,
        SmallRecipe.Optimisation(100, Batch, 1e-3),
        new PatchDiscriminator(recipe.Patch!, seed: 3),
        batch => batch.Random.Normal(RandomPurpose.FeatureNoise, Batch, 3, Side, Side),
        _ =>
        {
            repainting?.Invoke();
            return Painted();
        },
        torch.CPU);
}
