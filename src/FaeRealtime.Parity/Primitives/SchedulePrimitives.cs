using System.Text.RegularExpressions;
using FaeRealtime.Parity.Cases;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Stages;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Times: the shift of `sched.t`, and times drawn from `sched.uniform`.</summary>
internal static class SchedulePrimitives
{
    public static IReadOnlyList<Primitive> All { get; } =
    [
        new($@"sched\.shift(?<shift>{Primitive.Number})", Shifted),
        new($@"sched\.logit_normal_(?<mean>{Primitive.Number})_(?<deviation>{Primitive.Number})", LogitNormal),
    ];

    // The case's factor S is RAE's α, the reciprocal of ours.
    private static Tensor Shifted(GoldenCase golden, Match match)
    {
        var shift = new TimestepShift(1 / Primitive.Real(match, "shift"));
        return Each(golden.Input("sched.t"), shift.Apply);
    }

    // σ(m + s·Φ⁻¹(u)), Φ⁻¹(u) = √2·erf⁻¹(2u − 1).
    private static Tensor LogitNormal(GoldenCase golden, Match match)
    {
        var normal = ((golden.Input("sched.uniform").@double() * 2) - 1).erfinv() * Math.Sqrt(2);
        var (mean, deviation) = (Primitive.Real(match, "mean"), Primitive.Real(match, "deviation"));
        return Each(normal.@float(), value => FlowTimes.Logistic(mean + (deviation * value)));
    }

    private static Tensor Each(Tensor values, Func<double, double> function) =>
        tensor(values.cpu().data<float>().ToArray().Select(value => (float)function(value)).ToArray(), values.shape);
}
