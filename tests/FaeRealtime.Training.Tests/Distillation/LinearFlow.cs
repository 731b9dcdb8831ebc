using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Distillation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distillation;

/// <summary>dx/dt = a·x with its closed form x_r = x_t·e^(a(r − t)): as a teacher, and as the student that knows the mean velocity exactly.</summary>
internal sealed class LinearFlow(double rate, bool instantaneous = false) : IMeanVelocity
{
    public torch.Tensor Average(torch.Tensor x, IReadOnlyList<double> t, IReadOnlyList<double> r, ConditionRows wanted) =>
        x * RowColumn.Of(x, t.Zip(r, (start, end) => instantaneous ? rate : Mean(start - end)));

    public static double Moved(double rate, double t, double r) => Math.Exp(rate * (r - t));

    // (1 − e^(−a·s))/s.
    private double Mean(double span) => span == 0 ? rate : (1 - Math.Exp(-rate * span)) / span;
}
