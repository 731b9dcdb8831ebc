using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>A run of this program's sampler, step by step as the live engine takes it, with every state and every velocity kept.</summary>
/// <param name="Plan">The plan that was followed.</param>
/// <param name="States">Where it started, and the state after each step; owned by the caller's dispose scope.</param>
/// <param name="Calls">Each state at which the velocity was asked for, and the velocity there.</param>
internal sealed record SampledRun(SamplingPlan Plan, IReadOnlyList<Tensor> States, IReadOnlyList<(Tensor State, Tensor Velocity)> Calls)
{
    /// <summary>Follows a plan.</summary>
    /// <param name="field">The velocity field. Borrowed.</param>
    /// <param name="noise">Where it begins, <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="condition">Of the field's kind. Borrowed.</param>
    /// <param name="plan">The steps.</param>
    /// <param name="stepNoise">What a stochastic plan draws from, of the noise's shape.</param>
    public static SampledRun Follow<TCondition>(
        IConditionalField<Tensor, TCondition> field, Tensor noise, TCondition condition, SamplingPlan plan, INoiseSource<Tensor>? stepNoise = null)
    {
        var recorder = new Recorder<TCondition>(field);
        var sampler = new FlowSampler<Tensor, TCondition>(new TorchLinearSpace(), recorder);
        List<Tensor> states = [noise];
        foreach (var step in plan.Steps)
        {
            states.Add(sampler.Generate(states[^1], condition, new SamplingPlan([step]), stepNoise, CancellationToken.None));
        }

        return new SampledRun(plan, states, recorder.Calls);
    }

    /// <summary>The grid in the official direction of time, 1 − t: the start of the first <paramref name="steps"/> steps and the end of the last of them.</summary>
    /// <returns><c>[steps + 1]</c>; the caller disposes.</returns>
    public Tensor OfficialTimes(int steps) =>
        tensor([.. Plan.Steps.Take(steps).Select(step => (float)(1 - step.T)), (float)(1 - Plan.Steps[steps - 1].R)]); // [steps + 1]

    private sealed class Recorder<TCondition>(IConditionalField<Tensor, TCondition> field) : IConditionalField<Tensor, TCondition>
    {
        /// <summary>Each state and velocity that was asked for, in order, <c>[B, C, h, w]</c>.</summary>
        public List<(Tensor State, Tensor Velocity)> Calls { get; } = [];

        /// <inheritdoc/>
        public Tensor Velocity(Tensor x, double t, double r, TCondition condition, double guidance)
        {
            var velocity = field.Velocity(x, t, r, condition, guidance);

            // The sampler disposes both.
            Calls.Add((x.clone(), velocity.clone()));
            return velocity;
        }
    }
}
