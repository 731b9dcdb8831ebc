using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Linear classifiers on frozen features of many numbers and few images: ridge regression to one-hot labels, several attributes at once.</summary>
/// <remarks>
/// Solved in the dual, W = Xᵀ(XXᵀ/D + 1 + λ)⁻¹(Y − ȳ)/D: N² instead of D² numbers, where D (all tokens of several blocks) is larger than N. Features are standardised a channel with the training set's
/// statistics; channels that hardly move count less. λ is chosen for each attribute on every fifth image, which the trial then does not learn from; of equals the largest, which trusts small
/// differences least. No random numbers: the same features give the same classifiers.
/// </remarks>
internal sealed class RidgeProbe : IDisposable
{
    /// <summary>The label of an image that an attribute leaves out.</summary>
    public const long LeftOut = -1;

    private const int Aside = 5;
    private const double SmallestDeviation = 0.05;

    // Against a kernel whose diagonal is about 1.
    private static readonly double[] Strengths = [10, 3, 1, 0.3, 0.1, 0.03, 0.01];

    private readonly torch.Tensor _features;
    private readonly torch.Tensor _mean;
    private readonly torch.Tensor _deviation;
    private readonly torch.Tensor _kernel;

    private RidgeProbe(torch.Tensor features, torch.Tensor mean, torch.Tensor deviation, torch.Tensor kernel) =>
        (_features, _mean, _deviation, _kernel) = (features, mean, deviation, kernel);

    /// <summary>Takes over features to learn from.</summary>
    /// <param name="features"><c>[N, D]</c>, float32; standardised in place and owned from here on.</param>
    /// <exception cref="ShapeException">There is no row, or no matrix.</exception>
    public static RidgeProbe Of(torch.Tensor features)
    {
        if (features.ndim != 2 || features.shape[0] == 0)
        {
            throw new ShapeException($"Features [{string.Join(", ", features.shape)}] are no matrix with rows.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var mean = features.mean([0L], keepdim: true); // [1, D]
        features.sub_(mean);
        var deviation = features.square().mean([0L], keepdim: true).sqrt(); // [1, D]
        deviation = torch.maximum(deviation, (deviation.mean() * SmallestDeviation).clamp(1e-12));
        features.div_(deviation);
        var kernel = (features.matmul(features.t()) / features.shape[1]).add_(1); // [N, N]
        return new RidgeProbe(features.DetachFromDisposeScope(), mean.DetachFromDisposeScope(), deviation.DetachFromDisposeScope(), kernel.DetachFromDisposeScope());
    }

    /// <summary>Learns attributes.</summary>
    /// <param name="tasks">N labels each, <see cref="LeftOut"/> for images that teach nothing, and how many values there are.</param>
    /// <param name="report">Told how many attributes are learned.</param>
    /// <param name="cancellationToken">Stops between solutions.</param>
    /// <returns>A classifier each; the caller disposes.</returns>
    public IReadOnlyList<RidgeClassifier> Fit(IReadOnlyList<(long[] Labels, int Values)> tasks, Action<int>? report, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        var classifiers = new RidgeClassifier[tasks.Count];
        var done = 0;

        // Attributes that learn from the same images share their solutions.
        foreach (var group in tasks.Index().GroupBy(task => string.Concat(task.Item.Labels.Select(label => label == LeftOut ? '-' : '+'))))
        {
            var rows = group.Key.Index().Where(row => row.Item == '+').Select(row => (long)row.Index).ToArray();
            Fit(rows, [.. group.Select(task => (task.Item.Labels, task.Item.Values, (Action<RidgeClassifier>)(made => classifiers[task.Index] = made)))], cancellationToken);
            report?.Invoke(done += group.Count());
        }

        return classifiers;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _features.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
        _kernel.Dispose();
    }

    private static torch.Tensor OneHot(long[] labels, long[] rows, int values) =>
        torch.nn.functional.one_hot(torch.tensor(Array.ConvertAll(rows, row => labels[row])), values).to(torch.ScalarType.Float32); // [n, K]

    private void Fit(long[] rows, IReadOnlyList<(long[] Labels, int Values, Action<RidgeClassifier> Keep)> tasks, CancellationToken cancellationToken)
    {
        using var scope = torch.NewDisposeScope();
        long[] aside = [.. rows.Where((_, i) => i % Aside == Aside - 1)], learnt = [.. rows.Where((_, i) => i % Aside != Aside - 1)];
        var best = tasks.Select(_ => (Right: -1, Strength: Strengths[0])).ToArray();
        foreach (var strength in aside.Length == 0 ? [] : Strengths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var trial = torch.NewDisposeScope();
            var factor = Factor(learnt, strength);
            var seen = Kernel(aside, learnt); // [m, n]
            foreach (var (i, task) in tasks.Index())
            {
                var (solution, mean) = Solve(factor, OneHot(task.Labels, learnt, task.Values));
                var right = (seen.matmul(solution) + mean).argmax(1).eq(torch.tensor(Array.ConvertAll(aside, row => task.Labels[row]))).sum().ToInt32();
                best[i] = right > best[i].Right ? (right, strength) : best[i];
            }
        }

        var learning = torch.tensor(rows);
        foreach (var strength in best.Select(one => one.Strength).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var final = torch.NewDisposeScope();
            var factor = Factor(rows, strength);
            foreach (var (i, task) in tasks.Index().Where(task => best[task.Index].Strength == strength))
            {
                var (solution, mean) = Solve(factor, OneHot(task.Labels, rows, task.Values));
                var spread = torch.zeros([_features.shape[0], task.Values]).index_copy_(0, learning, solution); // [N, K]
                var weight = _features.t().matmul(spread) / (_deviation.t() * _features.shape[1]); // [D, K], of plain features
                var bias = mean + solution.sum([0L], keepdim: true) - _mean.matmul(weight); // [1, K]
                task.Keep(new RidgeClassifier(weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope(), strength));
            }
        }
    }

    private static (torch.Tensor Solution, torch.Tensor Mean) Solve(torch.Tensor factor, torch.Tensor wanted)
    {
        var mean = wanted.mean([0L], keepdim: true); // [1, K]
        return (torch.cholesky_solve(wanted - mean, factor), mean); // [n, K]
    }

    private torch.Tensor Factor(long[] rows, double strength) => torch.linalg.cholesky(Kernel(rows, rows) + (torch.eye(rows.Length) * strength)); // [n, n]

    private torch.Tensor Kernel(long[] rows, long[] columns) => _kernel.index_select(0, torch.tensor(rows)).index_select(1, torch.tensor(columns)); // [m, n]
}

/// <summary>One attribute's linear classifier.</summary>
/// <param name="weight"><c>[D, K]</c>; owned.</param>
/// <param name="bias"><c>[1, K]</c>; owned.</param>
/// <param name="strength">λ, as it was chosen.</param>
internal sealed class RidgeClassifier(torch.Tensor weight, torch.Tensor bias, double strength) : IDisposable
{
    /// <summary>λ, as it was chosen.</summary>
    public double Strength => strength;

    /// <summary>The value that each row shows.</summary>
    /// <param name="features"><c>[N, D]</c>, not standardised. Borrowed.</param>
    /// <returns>N value indices.</returns>
    /// <exception cref="ShapeException">The features are of another width.</exception>
    public long[] Read(torch.Tensor features)
    {
        if (features.ndim != 2 || features.shape[1] != weight.shape[0])
        {
            throw new ShapeException($"Features [{string.Join(", ", features.shape)}] are not of the width {weight.shape[0]} that the probe learned from.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return features.matmul(weight).add(bias).argmax(1).data<long>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
