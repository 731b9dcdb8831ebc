using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Flow;

/// <summary>Turns a sound configuration into steps.</summary>
internal sealed class SamplingPlanner(SamplingConfig config, PathKind path)
{
    private readonly TimestepShift _shift = new(config.Shift);
    private readonly GuidanceSchedule _guidance = new(config);

    public IReadOnlyList<FlowStep> Steps() => config.Solver switch
    {
        SolverKind.Euler => Visited(),
        SolverKind.Heun => Visited().ConvertAll(step => step with { Correction = new StepCorrection(Affine.Identity, _guidance.At(step.R)) }),
        SolverKind.Dopri5 => [.. _guidance.Pieces(config.Start, config.End).Select(step => step with { Adaptive = config.Tolerance })],
        _ => Stochastic(),
    };

    private int Count => config.Grid == GridKind.Points ? config.Steps - 1 : config.Steps;

    private List<FlowStep> Visited() => config.Times.Count == 0
        ? Between(config.End, Count)
        : [.. config.Times.Zip(config.Times.Skip(1), (t, r) => new FlowStep(t, r, _guidance.At(t)))];

    // SiT's and REPA's grid: N points down to where the last step begins, so that there are N steps with it. Shifted, the last step keeps its length.
    private List<FlowStep> Stochastic()
    {
        var diffusion = config.Diffusion;
        var last = diffusion.LastStep != LastStepKind.None;
        var turn = last ? config.End + diffusion.LastStepSize : config.End;
        var steps = Between(turn, last ? config.Steps - 1 : Count);
        for (var i = 0; i < steps.Count; i++)
        {
            steps[i] = Stirred(steps[i], i);
        }

        if (last)
        {
            steps.Add(new FlowStep(turn, config.End, _guidance.At(turn)) { Drift = LastDrift(turn) });
        }

        return steps;
    }

    private FlowStep Stirred(FlowStep step, int index)
    {
        var corrected = config.Solver == SolverKind.HeunSde;
        var scale = Math.Sqrt(2 * FlowPath.At(path, step.T).Diffusion(config.Diffusion.Form, config.Diffusion.Norm) * (step.T - step.R));
        return step with
        {
            Drift = ReverseDrift(step.T),
            Correction = corrected ? new StepCorrection(ReverseDrift(step.R), _guidance.At(step.R)) : null,
            Noise = new StepNoise(scale, index, First: corrected),
        };
    }

    private Affine ReverseDrift(double t)
    {
        var point = FlowPath.At(path, t);
        return Finite(point.ReverseDrift(point.Diffusion(config.Diffusion.Form, config.Diffusion.Norm)), t);
    }

    // A step x + (r − t)·(a·v + b·x) that lands on the expected data has a = −σ/W / (r − t) and b = (σ̇/W − 1) / (r − t).
    private Affine LastDrift(double t)
    {
        var (length, data) = (config.End - t, FlowPath.At(path, t).DataFromVelocity);
        return config.Diffusion.LastStep switch
        {
            LastStepKind.Mean => ReverseDrift(t),
            LastStepKind.Tweedie => Finite(new Affine(data.Output / length, (data.State - 1) / length), t),
            _ => Affine.Identity,
        };
    }

    // Uniform before the shift, the ends exact.
    private List<FlowStep> Between(double end, int count)
    {
        var (first, last) = (_shift.Invert(config.Start), _shift.Invert(end));
        var steps = new List<FlowStep>(count);
        var t = config.Start;
        for (var i = 0; i < count; i++)
        {
            var r = i == count - 1 ? end : _shift.Apply(last + ((first - last) * (count - i - 1) / count));
            steps.Add(new FlowStep(t, r, _guidance.At(t)));
            t = r;
        }

        return steps;
    }

    private Affine Finite(Affine drift, double t) => drift.IsFinite ? drift : throw new ConfigException(string.Create(
        CultureInfo.InvariantCulture,
        $"The stochastic drift with diffusion '{config.Diffusion.Form}' on the '{path}' path is not finite at time {t}. Start below 1 (SiT: 0.999), keep a last step, or choose the form sigma."));
}
