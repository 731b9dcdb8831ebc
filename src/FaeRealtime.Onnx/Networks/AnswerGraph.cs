using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Onnx.Networks;

/// <summary>How a generator of either direction of time and any prediction is asked, and what its answer means in this product's time (1 is noise).</summary>
/// <remarks>The formulas of <see cref="GeneratorAnswer"/> and <see cref="PathPoint.VelocityFrom"/> as nodes, for the time is an input.</remarks>
internal static class AnswerGraph
{
    /// <summary>The time as the network counts it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="config">The generator.</param>
    /// <param name="time"><c>[B]</c>; 1 is noise.</param>
    public static string NetworkTime(OnnxGraph graph, GeneratorConfig config, string time) =>
        config.Time == TimeDirection.DataAtOne ? graph.Minus(graph.Constant(1), time) : time;

    /// <summary>The velocity.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="config">The generator.</param>
    /// <param name="answer">What the network says <c>[B, C, h, w]</c>.</param>
    /// <param name="x">What it was asked about <c>[B, C, h, w]</c>.</param>
    /// <param name="time"><c>[B]</c>; 1 is noise.</param>
    public static string Velocity(OnnxGraph graph, GeneratorConfig config, string answer, string x, string time)
    {
        if (config.Prediction == PredictionKind.Velocity)
        {
            return config.Time == TimeDirection.DataAtOne ? graph.Add("Neg", [answer]) : answer;
        }

        var (logRate, scoreRate, sigma) = Path(graph, config.Path, graph.Reshape(time, 0, 1, 1, 1));
        var output = config.Prediction == PredictionKind.Noise ? graph.Over(scoreRate, sigma) : graph.Add("Neg", [scoreRate]);
        return graph.Plus(graph.Times(output, answer), graph.Times(logRate, x));
    }

    // α̇/α, σσ̇ − σ²·α̇/α and σ at a time. Where α² + σ² = 1 the second is −α̇/α.
    private static (string LogRate, string ScoreRate, string Sigma) Path(OnnxGraph graph, PathKind path, string t)
    {
        var data = graph.Minus(graph.Constant(1), t);
        switch (path)
        {
            case PathKind.Linear:
                return (graph.Over(graph.Constant(-1), data), graph.Over(t, data), t);
            case PathKind.Gvp:
                const double quarter = 0.5 * Math.PI;
                var sine = graph.Add("Sin", [graph.Times(graph.Constant(quarter), t)]);
                var cosine = graph.Add("Sin", [graph.Times(graph.Constant(quarter), data)]);
                var tangent = graph.Times(graph.Constant(quarter), graph.Over(sine, cosine));
                return (graph.Add("Neg", [tangent]), tangent, sine);
            default:
                const double slope = FlowPath.BetaAtNoise - FlowPath.BetaAtData;
                var log = graph.Times(t, graph.Plus(graph.Times(graph.Constant(-0.25 * slope), t), graph.Constant(-0.5 * FlowPath.BetaAtData)));
                var rate = graph.Plus(graph.Times(graph.Constant(-0.5 * slope), t), graph.Constant(-0.5 * FlowPath.BetaAtData));
                var square = graph.Times(graph.Constant(-2), graph.Times(graph.Add("Exp", [log]), graph.Add("Sinh", [log]))); // σ² = 1 − α², without the cancellation near data
                return (rate, graph.Add("Neg", [rate]), graph.Add("Sqrt", [square]));
        }
    }
}
