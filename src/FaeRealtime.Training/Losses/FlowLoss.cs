using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Paths;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Losses;

/// <summary>Flow matching for any path and prediction, with SiT's weights of time and LightningDiT's cosine term.</summary>
/// <param name="objective">What is trained towards.</param>
/// <param name="cosineWeight">Factor of the cosine term; 0 for none (LightningDiT: 1).</param>
internal sealed class FlowLoss(FlowObjective objective, double cosineWeight = 0)
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="network">Borrowed.</param>
    /// <param name="data">Latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="noise">Of that shape. Borrowed.</param>
    /// <param name="times">B times in [0, 1]; 1 is noise.</param>
    /// <param name="inputs">What they show, B rows. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public torch.Tensor Mean(VelocityGenerator network, torch.Tensor data, torch.Tensor noise, IReadOnlyList<double> times, GeneratorInputs inputs)
    {
        using var scope = torch.NewDisposeScope();
        var terms = Terms((x, t) => network.Answer(x, t, t, inputs), data, noise, times);
        return Mean(terms).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over a batch, the cosine term included.</summary>
    /// <param name="terms">Of the batch, each <c>[B]</c>. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public torch.Tensor Mean(FlowTerms terms) => cosineWeight == 0
        ? terms.Squared.mean()
        : terms.Squared.mean() + (terms.Cosine().mean() * cosineWeight);

    /// <summary>The loss of each sample, with what it comes from.</summary>
    /// <param name="network">From x_t <c>[B, C, h, w]</c> and the time it is asked at <c>[B]</c>, both borrowed, to the prediction <c>[B, C, h, w]</c>.</param>
    /// <param name="data">Latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="noise">Of that shape. Borrowed.</param>
    /// <param name="times">B times in [0, 1]; 1 is noise.</param>
    /// <returns>The terms, owned by the caller's dispose scope.</returns>
    public FlowTerms Terms(Func<torch.Tensor, torch.Tensor, torch.Tensor> network, torch.Tensor data, torch.Tensor noise, IReadOnlyList<double> times)
    {
        var points = times.Select(objective.At).ToList();
        torch.Tensor Column(Func<ObjectivePoint, double> scalar) =>
            torch.tensor(points.ConvertAll(point => (float)scalar(point)).ToArray(), [points.Count, 1, 1, 1], device: data.device); // [B, 1, 1, 1]
        var between = (data * Column(point => point.Alpha)).addcmul_(noise, Column(point => point.Sigma), 1); // [B, C, h, w]
        var asked = torch.tensor(times.Select(t => (float)objective.Asked(t)).ToArray(), [times.Count], device: data.device); // [B]
        var output = network(between, asked);
        var target = (data * Column(point => point.TargetData)).addcmul_(noise, Column(point => point.TargetNoise), 1); // [B, C, h, w]
        var scaled = points.TrueForAll(point => point.OutputScale == 1) ? output : output * Column(point => point.OutputScale);
        var squared = (scaled - target).square().mean([1L, 2L, 3L]); // [B]
        return new FlowTerms(
            between,
            output,
            target,
            points.TrueForAll(point => point.Weight == 1) ? squared : squared * Column(point => point.Weight).flatten());
    }
}

/// <summary>A flow-matching loss and what it was computed from; all owned by the caller's dispose scope.</summary>
/// <param name="Between">x_t <c>[B, C, h, w]</c>.</param>
/// <param name="Output">The network's answer there <c>[B, C, h, w]</c>.</param>
/// <param name="Target">What the answer, times its scale, should be <c>[B, C, h, w]</c>.</param>
/// <param name="Squared">The weighted mean squared error of each sample <c>[B]</c>.</param>
internal sealed record FlowTerms(torch.Tensor Between, torch.Tensor Output, torch.Tensor Target, torch.Tensor Squared)
{
    private const double Epsilon = 1e-8;

    /// <summary>LightningDiT's second term: 1 − cosine of answer and target over the channels, the mean of each sample <c>[B]</c>.</summary>
    public torch.Tensor Cosine() => (1 - F.cosine_similarity(Output, Target, 1, Epsilon)).mean([1L, 2L]);
}
