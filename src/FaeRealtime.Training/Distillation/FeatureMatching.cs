using FaeRealtime.Core.Config;
using FaeRealtime.Models;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>The student's samples against the data as sets of features: noise → a few steps → z → the frozen feature decoder → x̂, with gradient all the way.</summary>
internal sealed class FeatureMatching : IDisposable
{
    private readonly IMeanVelocity _student;
    private readonly FaeModel _decoder;
    private readonly SamplingConfig _sampling;
    private readonly PathKind _path;
    private readonly DistributionRecipe _recipe;

    /// <summary>Freezes the feature decoder.</summary>
    /// <param name="student">Borrowed.</param>
    /// <param name="decoder">A model with its feature decoder; owned.</param>
    /// <param name="sampling">How the student is sampled.</param>
    /// <param name="path">Between data and noise.</param>
    /// <param name="recipe">What is compared.</param>
    public FeatureMatching(IMeanVelocity student, FaeModel decoder, SamplingConfig sampling, PathKind path, DistributionRecipe recipe)
    {
        (_student, _decoder, _sampling, _path, _recipe) = (student, decoder, sampling, path, recipe);
        foreach (var parameter in decoder.FeatureDecoder.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    /// <summary>How far the samples of a batch are from its images.</summary>
    /// <param name="noise"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="wanted">B rows: those of the images. Borrowed.</param>
    /// <param name="steps">Of the student.</param>
    /// <param name="real">Standardised features of the images <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>The mean over what is compared, a scalar with gradient in the caller's dispose scope.</returns>
    public torch.Tensor Loss(torch.Tensor noise, ConditionRows wanted, int steps, torch.Tensor real)
    {
        var samples = _decoder.FeatureDecoder.forward(_decoder.Denormalise(Sample(noise, wanted, steps))); // [B, T, D]
        return _recipe.Features
            .Select(feature => DistributionDistance.Between(_recipe.Kind, Vectors(feature, samples), Vectors(feature, real)))
            .Aggregate((sum, one) => sum + one) / _recipe.Features.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private static torch.Tensor Vectors(DistributionFeature feature, torch.Tensor x) => feature == DistributionFeature.Pooled
        ? x.mean([1L]).unsqueeze(0) // [1, B, D]
        : x.transpose(0, 1); // [T, B, D]

    private torch.Tensor Sample(torch.Tensor noise, ConditionRows wanted, int steps)
    {
        var x = noise;
        foreach (var step in SamplingPlan.Of(_sampling with { Steps = steps }, _path).Steps)
        {
            var rows = (int)noise.shape[0];
            x = x - (_student.Average(x, [.. Enumerable.Repeat(step.T, rows)], [.. Enumerable.Repeat(step.R, rows)], wanted) * (step.T - step.R)); // [B, C, h, w]
        }

        return x;
    }
}
