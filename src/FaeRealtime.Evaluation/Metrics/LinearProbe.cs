using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>A linear classifier on frozen features: how much of the classes a straight cut through the space finds.</summary>
/// <remarks>
/// After DINOv2's dinov2/eval/linear.py: softmax regression by SGD with momentum 0.9 and no decay, learning rate by a cosine to 0, one head for each peak rate of a grid (× batch/256), all on the
/// same batches, weights from N(0, 0.01), biases 0; the best head on the test set counts. Differs: features are standardised a channel with the training set's statistics, and there is
/// no augmentation. Batches are drawn by Philox, so the same features give the same heads.
/// </remarks>
internal static class LinearProbe
{
    private const int Batch = 128;
    private const double Momentum = 0.9;
    private const double InitialDeviation = 0.01;
    private const double SmallestDeviation = 1e-6;
    private const ulong WeightStream = 0;
    private const ulong BatchStream = 1;

    // DINOv2's grid.
    private static readonly double[] Rates = [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1];

    /// <summary>Trains all heads and tests them.</summary>
    /// <param name="train">Features and labels to learn from.</param>
    /// <param name="test">Features and labels to be classified.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="steps">SGD steps (DINOv2: 12,500).</param>
    /// <param name="seed">Of weights and batches.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The best head's accuracy and its peak rate before the scaling by the batch.</returns>
    /// <exception cref="ShapeException">Features and labels do not fit.</exception>
    public static (double Accuracy, double Rate) Best(LabelledFeatures train, LabelledFeatures test, int classes, int steps, ulong seed, CancellationToken cancellationToken)
    {
        if (train.Features.shape[1] != test.Features.shape[1])
        {
            throw new ShapeException($"Features [{string.Join(", ", train.Features.shape)}] and [{string.Join(", ", test.Features.shape)}] are not of one kind.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (mean, deviation) = Statistics(train.Features);
        var head = Train((train.Features - mean) / deviation, train.Labels, classes, steps, seed, cancellationToken);
        var logits = Logits((test.Features - mean) / deviation, head).to(torch.ScalarType.Float64); // [G, Q, K]
        return Rates
            .Select((rate, i) => (Accuracy: TopAccuracy.Of(logits.select(0, i), test.Labels), Rate: rate))
            .MaxBy(result => result.Accuracy);
    }

    private static (torch.Tensor Mean, torch.Tensor Deviation) Statistics(torch.Tensor features)
    {
        var mean = features.mean([0L], keepdim: true); // [1, D]
        return (mean, (features - mean).square().mean([0L], keepdim: true).sqrt().clamp(SmallestDeviation)); // [1, D]
    }

    private static (torch.Tensor Weight, torch.Tensor Bias) Train(torch.Tensor features, long[] labels, int classes, int steps, ulong seed, CancellationToken cancellationToken)
    {
        var width = features.shape[1];
        var weight = Initial(Rates.Length, width, classes, seed).to(features.device); // [G, D, K]
        var bias = torch.zeros([Rates.Length, 1, classes], device: features.device);
        var (weightSpeed, biasSpeed) = (torch.zeros_like(weight), torch.zeros_like(bias));
        var rates = torch.tensor(Array.ConvertAll(Rates, rate => (float)(rate * Batch / 256)), [Rates.Length, 1, 1], device: features.device);
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var drawn = Draw(labels.Length, seed, step);
            var x = features.index_select(0, torch.tensor(drawn, device: features.device)); // [B, D]
            var wanted = torch.nn.functional.one_hot(torch.tensor(Array.ConvertAll(drawn, row => labels[row]), device: features.device), classes); // [B, K]
            var error = (Logits(x, (weight, bias)).softmax(-1) - wanted) / Batch; // [G, B, K]
            var rate = rates * (0.5 * (1 + Math.Cos(Math.PI * step / steps)));
            weightSpeed.mul_(Momentum).add_(x.t().matmul(error));
            biasSpeed.mul_(Momentum).add_(error.sum([1L], keepdim: true));
            weight.sub_(weightSpeed * rate);
            bias.sub_(biasSpeed * rate);
        }

        return (weight, bias);
    }

    private static torch.Tensor Logits(torch.Tensor x, (torch.Tensor Weight, torch.Tensor Bias) head) => x.matmul(head.Weight) + head.Bias; // [G, B, K]

    // Every head begins with the same weights.
    private static torch.Tensor Initial(int heads, long width, int classes, ulong seed)
    {
        var values = new float[width * classes];
        PhiloxNoise.FillNormal(seed, WeightStream, 0, values);
        using var one = torch.tensor(values, [1, width, classes]) * InitialDeviation;
        return one.repeat(heads, 1, 1); // [G, D, K]
    }

    private static long[] Draw(int count, ulong seed, int step) =>
        [.. Enumerable.Range(0, Batch).Select(i => PhiloxNoise.NextInt64(seed, BatchStream, ((ulong)step * Batch) + (ulong)i, count))];
}

/// <summary>Features of images whose classes are known.</summary>
internal sealed record LabelledFeatures
{
    /// <summary>Puts both together.</summary>
    /// <param name="features"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="labels">N class indices.</param>
    /// <exception cref="ShapeException">There are not as many labels as features.</exception>
    public LabelledFeatures(torch.Tensor features, long[] labels)
    {
        if (features.ndim != 2 || features.shape[0] != labels.Length || labels.Length == 0)
        {
            throw new ShapeException($"{labels.Length} labels do not fit features [{string.Join(", ", features.shape)}]; give one label for each row, at least one.");
        }

        (Features, Labels) = (features, labels);
    }

    /// <summary><c>[N, D]</c>. Borrowed.</summary>
    public torch.Tensor Features { get; }

    public long[] Labels { get; }
}
