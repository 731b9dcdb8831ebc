using System.Text.Json;
using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>LightningDiT's Euler sampler, kept for its golden cases: N points of a shifted grid, N − 1 steps, 1 is data.</summary>
/// <param name="Points">Grid points N.</param>
/// <param name="Shift">s in s·t/(1 + (s − 1)·t); 0 for none.</param>
/// <param name="Scale">Guidance scale; 1 takes the first half of the batch alone.</param>
/// <param name="Start">Time below which there is no guidance; null for always.</param>
/// <param name="Reverse">Whether the network is asked at 1 − t.</param>
internal sealed record OfficialSampler(int Points, double Shift, double Scale, double? Start, bool Reverse)
{
    /// <summary>Reads a run of a golden case.</summary>
    public static OfficialSampler Read(JsonElement run, int points)
    {
        var interval = run.GetProperty("cfg_interval").ValueKind == JsonValueKind.True;
        return new OfficialSampler(
            points,
            run.GetProperty("timestep_shift").GetDouble(),
            run.GetProperty("cfg_scale").GetDouble(),
            interval ? run.GetProperty("cfg_interval_start").GetDouble() : null,
            run.TryGetProperty("reverse", out var reverse) && reverse.ValueKind == JsonValueKind.True);
    }

    /// <summary>The grid: N times from 0 to 1.</summary>
    public float[] Times()
    {
        var times = new float[Points];
        for (var i = 0; i < Points; i++)
        {
            var t = (double)i / (Points - 1);
            times[i] = (float)(Shift > 0 ? Shift * t / (1 + ((Shift - 1) * t)) : t);
        }

        return times;
    }

    /// <summary>Every state from noise to data.</summary>
    /// <param name="generator">The network. Borrowed.</param>
    /// <param name="z">Noise <c>[2B, C, h, w]</c>. Borrowed.</param>
    /// <param name="labels"><c>[2B]</c>: classes, then null labels. Borrowed.</param>
    /// <returns><c>[N, 2B, C, h, w]</c>, or <c>[N, B, …]</c> without guidance; the caller disposes.</returns>
    public Tensor Trajectory(LightningDiT generator, Tensor z, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var times = Times();
        var guided = Scale > 1;
        var guidance = new OfficialGuidance(generator, Scale, Start);
        var x = guided ? z : z.narrow(0, 0, z.size(0) / 2);
        var classes = guided ? labels : labels.narrow(0, 0, labels.size(0) / 2);
        List<Tensor> states = [x];
        for (var i = 0; i + 1 < times.Length; i++)
        {
            var t = Reverse ? 1 - times[i] : times[i];
            var velocity = guided
                ? guidance.Velocity(x, t, classes)
                : generator.forward(x, full([x.size(0)], t, ScalarType.Float32, x.device), classes);
            x = x + (velocity * (times[i + 1] - times[i])); // [2B, C, h, w]
            states.Add(x);
        }

        return stack(states).MoveToOuterDisposeScope(); // [N, 2B, C, h, w]
    }
}
