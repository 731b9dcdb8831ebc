using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>λ_rec·L_rec + λ_perc·L_perc of equation 4.2, and a term on steps between pixels.</summary>
/// <param name="recipe">The weights.</param>
/// <param name="perceptual">Needed where its weight is above 0.</param>
internal sealed class PixelLoss(PixelRecipe recipe, PerceptualDistance? perceptual)
{
    // Kept for as long as the loss: a number made into a Scalar for one call may be finalised while libtorch reads it.
    private readonly Scalar _squaredWeight = recipe.SquaredWeight;
    private readonly Scalar _absoluteWeight = recipe.AbsoluteWeight;
    private readonly Scalar _gradientWeight = recipe.GradientWeight;
    private readonly Scalar _perceptualWeight = recipe.PerceptualWeight;

    /// <summary>The loss of a batch.</summary>
    /// <param name="decoded"><c>[B, 3, H, W]</c>, not clamped. Borrowed.</param>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    public StepLosses Of(torch.Tensor decoded, torch.Tensor images)
    {
        var difference = decoded - images;
        var squared = difference.square().mean();
        var absolute = difference.abs().mean();
        var total = (squared * _squaredWeight) + (absolute * _absoluteWeight);
        List<(string Name, torch.Tensor Value)> parts = [("squared", squared.detach()), ("absolute", absolute.detach())];
        if (recipe.GradientWeight > 0)
        {
            var steps = GradientDistance.Mean(difference);
            total = total + (steps * _gradientWeight);
            parts.Add(("steps", steps.detach()));
        }

        if (perceptual is not null && recipe.PerceptualWeight > 0)
        {
            var distance = perceptual.Mean(recipe.PerceptualRange.Of(decoded), recipe.PerceptualRange.Of(images));
            total = total + (distance * _perceptualWeight);
            parts.Add(("perceptual", distance.detach()));
        }

        return new StepLosses(total, parts);
    }
}
