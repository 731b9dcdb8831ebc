using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>λ_rec·L_rec + λ_perc·L_perc of equation 4.2.</summary>
/// <param name="recipe">The weights.</param>
/// <param name="perceptual">Needed where its weight is above 0.</param>
internal sealed class PixelLoss(PixelRecipe recipe, PerceptualDistance? perceptual)
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="decoded"><c>[B, 3, H, W]</c>, not clamped. Borrowed.</param>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    public StepLosses Of(torch.Tensor decoded, torch.Tensor images)
    {
        var difference = decoded - images;
        var squared = difference.square().mean();
        var absolute = difference.abs().mean();
        var total = (squared * recipe.SquaredWeight) + (absolute * recipe.AbsoluteWeight);
        if (perceptual is null || recipe.PerceptualWeight == 0)
        {
            return new StepLosses(total, [("squared", squared.detach()), ("absolute", absolute.detach())]);
        }

        var distance = perceptual.Mean(recipe.PerceptualRange.Of(decoded), recipe.PerceptualRange.Of(images));
        return new StepLosses(
            total + (distance * recipe.PerceptualWeight),
            [("squared", squared.detach()), ("absolute", absolute.detach()), ("perceptual", distance.detach())]);
    }
}
