using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>
/// A last phase of stage IV: the student's samples, through the feature decoder, are pulled towards the distribution of the data's features. The trajectory regression is kept beside it, which holds what each
/// class and caption means. No picture is painted.
/// </summary>
public sealed record DistributionRecipe
{
    /// <summary>How two sets of features are compared.</summary>
    public DistributionKind Kind { get; init; } = DistributionKind.Mmd;

    /// <summary>Factor of the comparison, which is about 0.1 to 1 between sets that differ.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Factor of the trajectory regression that is kept; 0 for none.</summary>
    public double Regression { get; init; } = 0.3;

    /// <summary>The first step of the phase, which then lasts to the end; before it <c>regressionShare</c> decides.</summary>
    public int From { get; init; }

    /// <summary>What is compared; each counts as much.</summary>
    public IReadOnlyList<DistributionFeature> Features { get; init; } = [DistributionFeature.Pooled, DistributionFeature.Tokens];

    /// <summary>Step counts that samples are made with, one drawn at each training step; gradients pass through all of a sample's steps.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [1, 2];
}

/// <summary>How two sets of vectors are compared without a model of either.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DistributionKind>))]
public enum DistributionKind
{
    /// <summary>Squared maximum mean discrepancy under rational quadratic kernels of three widths around the mean distance of real pairs.</summary>
    Mmd,

    /// <summary>Energy distance: the mean distance across the sets less those within them.</summary>
    Energy,
}

/// <summary>Which vectors of an image's features are compared.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DistributionFeature>))]
public enum DistributionFeature
{
    /// <summary>The mean of its tokens.</summary>
    Pooled,

    /// <summary>Each token, with the same token of other images.</summary>
    Tokens,
}
