using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>How a stage's weights move: AdamW with warm-up and a schedule, clipping, an exponential average.</summary>
public sealed record OptimisationRecipe
{
    /// <summary>Optimiser steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Images a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Images that are computed at once; a batch of more is gathered in parts of this size, with the same result to rounding. Null for the whole batch.</summary>
    public int? PartSize { get; init; }

    /// <summary>What the forward and backward pass are computed in. Saved states do not depend on it: a run may resume in the other one.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Peak learning rate. The paper's 1e-4 belongs to widths ten times larger than a CPU trains.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the rate goes after the warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Share of the peak that the cosine ends at.</summary>
    public double FinalShare { get; init; } = 0.02;

    /// <summary>Steps of linear warm-up (the paper: 1000).</summary>
    public int Warmup { get; init; } = 100;

    /// <summary>AdamW's β₁.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's β₂; 0.99 suits a few thousand steps, the paper's 0.999 a million.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>AdamW's decoupled weight decay (SiT and REPA: 0).</summary>
    public double WeightDecay { get; init; }

    /// <summary>Largest gradient norm; larger gradients are scaled down to it. Null for no clipping.</summary>
    public double? ClipNorm { get; init; } = 1.0;

    /// <summary>Steps without a finite loss or gradient are skipped and counted; so many in a row end the run.</summary>
    public int SkipLimit { get; init; } = 10;

    /// <summary>Decay of the weights' moving average, approached as (1 + n)/(10 + n) over the first steps n.</summary>
    public double EmaDecay { get; init; } = 0.999;
}

/// <summary>How the learning rate goes after its linear warm-up.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>Falls as a cosine to the final share.</summary>
    Cosine,

    /// <summary>Stays (SiT, REPA and the paper's generators).</summary>
    Constant,
}

/// <summary>What a network's forward and backward pass are computed in. Its weights themselves, AdamW's moments, averages and gathered gradients are float32, and so are losses.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TrainingPrecision>))]
public enum TrainingPrecision
{
    /// <summary>Single precision.</summary>
    Fp32,

    /// <summary>Weights and activations in bfloat16: the range of single precision with 8 bits of mantissa. Meant for GPUs; slow on most CPUs.</summary>
    Bf16,
}
