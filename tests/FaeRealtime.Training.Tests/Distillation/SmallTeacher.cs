using FaeRealtime.Core.Config;
using FaeRealtime.Core.Noise;
using FaeRealtime.Models.Generators;
using FaeRealtime.Training.Distillation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distillation;

/// <summary>A generator of random but living weights, and what is computed from it.</summary>
internal static class SmallTeacher
{
    public const ulong Seed = 5;

    public static LightningDiTConfig Config { get; } = new() { Width = 16, Depth = 1, Heads = 2, Classes = 3, LabelDropout = 0.3 };

    public static LatentConfig Latent { get; } = new() { Channels = 4, Side = 2 };

    public static SamplingConfig Sampling { get; } = new() { Shift = 0.4, Guidance = 2.5, FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.8 }] };

    public static TrajectoryRecipe Trajectories { get; } = new() { Count = 5, Steps = 8, Kept = 4 };

    public static LightningDiT Create(LightningDiTConfig? config = null)
    {
        var network = new LightningDiT(config ?? Config, Latent);
        network.Initialise(1);
        using var frozen = torch.no_grad();
        foreach (var parameter in network.parameters())
        {
            using var noise = Normal((ulong)parameter.numel(), parameter.shape);
            parameter.add_(noise, 0.1);
        }

        return network;
    }

    public static TrajectorySource Source(LightningDiT teacher, TrajectoryRecipe? recipe = null) => new(teacher, Sampling, recipe ?? Trajectories, Seed, torch.CPU);

    public static torch.Tensor Normal(ulong seed, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return torch.tensor(values, shape);
    }

    public static double Apart(torch.Tensor a, torch.Tensor b) => (a - b).abs().max().ToDouble();
}
