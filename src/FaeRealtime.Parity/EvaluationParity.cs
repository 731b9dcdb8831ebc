using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of the evaluation formulas: numbers of the config computed from features, counts exactly, others within 1e-4.</summary>
internal sealed partial class EvaluationParity
{
    private const double Relative = 1e-4;

    // scipy's root of a singular product is no better than this; the case states the same bound.
    private const double RankDeficient = 1e-3;
    private const double Exact = 1e-12;

    private readonly GoldenCase _golden;
    private readonly double _scale;

    private EvaluationParity(GoldenCase golden, double scale) => (_golden, _scale) = (golden, scale);

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var parity = new EvaluationParity(golden, options.ToleranceScale);
        foreach (var number in golden.Member("expected").EnumerateObject())
        {
            parity.Check(number);
        }

        parity.CheckTensors();
        return golden.Finish();
    }

    private void Check(JsonProperty number)
    {
        try
        {
            if (number.Name == "knn")
            {
                foreach (var entry in number.Value.EnumerateObject())
                {
                    CheckNeighbours(entry);
                }
            }
            else if (Compute(number.Name) is { } computed)
            {
                Add(number.Name, computed.Values, Numbers(number.Value), computed.Tolerance);
            }
            else if (!number.Name.EndsWith("split_size", StringComparison.Ordinal))
            {
                _golden.Add(new ParityRow(number.Name, double.NaN, double.NaN, "-", IsInformation(number.Name), IsInformation(number.Name) ? "information of the case, no result" : "no part of this program computes a number of this name"));
            }
        }
        catch (FaeException failure)
        {
            _golden.Fail(number.Name, failure.Message);
        }
    }

    // The emulated half-precision distances of the official code, and how far the data are from a tie.
    private static bool IsInformation(string name) => name.EndsWith("margin", StringComparison.Ordinal) || name.EndsWith("fp16_emulated", StringComparison.Ordinal);

    private (IReadOnlyList<double> Values, double Tolerance)? Compute(string name) => name switch
    {
        _ when name.StartsWith("fid_rank_deficient", StringComparison.Ordinal) => ([Distance("fid_rank_deficient")], RankDeficient),
        "fid" or "fid_float64" or "fid_eigen" => ([Distance("fid")], Relative),
        "sfid" => ([Distance("sfid")], Relative),
        "inception_score" => ([Score(SplitSize())], Relative),
        "inception_score_one_split" => ([Score(int.MaxValue)], Relative),
        "precision" => ([PrecisionAndRecall().Precision], Exact),
        "recall" => ([PrecisionAndRecall().Recall], Exact),
        "precision_recall_fp32" => ([PrecisionAndRecall().Precision, PrecisionAndRecall().Recall], Exact),
        "kid_full" => ([KernelDistance.Between(_golden.Input("fid.features_a"), _golden.Input("fid.features_b"))], Relative),
        "kid_subsets" => (KernelSubsets(), Relative),
        "kid_subset_mean" => ([KernelSubsets().Average()], Relative),
        "kid_subset_std" => ([Deviation(KernelSubsets())], Relative),
        _ => null,
    };

    private int SplitSize() => _golden.Member("expected").TryGetProperty("inception_score_split_size", out var size) ? size.GetInt32() : InceptionScore.OfficialSplit;

    private double Score(int splitSize) => InceptionScore.Splits(_golden.Input("is.logits"), splitSize).Average();

    private double Distance(string group)
    {
        using var first = GaussianMoments.Of(_golden.Input($"{group}.features_a"));
        using var second = GaussianMoments.Of(_golden.Input($"{group}.features_b"));
        return FrechetDistance.Between(first, second);
    }

    private PrecisionRecall PrecisionAndRecall() => PrecisionRecall.Of(_golden.Input("pr.features_ref"), _golden.Input("pr.features_sample"));

    private List<double> KernelSubsets()
    {
        var (first, second) = (_golden.Input("kid.subset_a"), _golden.Input("kid.subset_b"));
        return [.. Enumerable.Range(0, (int)first.shape[0]).Select(i => KernelDistance.Between(
            _golden.Input("fid.features_a").index_select(0, first.select(0, i)),
            _golden.Input("fid.features_b").index_select(0, second.select(0, i))))];
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private void CheckNeighbours(JsonProperty entry)
    {
        var (neighbours, labels) = (int.Parse(entry.Name, CultureInfo.InvariantCulture), Labels("knn.query_labels"));
        using var classifier = Classifier();
        var (scores, counts) = (classifier.Scores(_golden.Input("knn.query_features"), neighbours), classifier.Counts(_golden.Input("knn.query_features"), neighbours));
        foreach (var number in entry.Value.EnumerateObject())
        {
            var name = $"knn {entry.Name} {number.Name}";
            if (TopOf().Match(number.Name) is { Success: true } match)
            {
                var votes = match.Groups["kind"].Value == "weighted" ? scores : counts;
                Add(name, [TopAccuracy.Of(votes, labels, int.Parse(match.Groups["top"].ValueSpan, CultureInfo.InvariantCulture))], Numbers(number.Value), Exact);
            }
            else
            {
                _golden.Add(new ParityRow(name, double.NaN, double.NaN, "-", false, "no part of this program computes a number of this name"));
            }
        }
    }

    private NeighbourClassifier Classifier()
    {
        var labels = Labels("knn.train_labels");
        return new NeighbourClassifier(_golden.Input("knn.train_features"), labels, (int)Math.Max(labels.Max(), Labels("knn.query_labels").Max()) + 1);
    }

    private long[] Labels(string name) => _golden.Input(name).data<long>().ToArray();

    private void CheckTensors()
    {
        foreach (var name in _golden.Names.ToList())
        {
            if (MomentName().Match(name) is { Success: true } moment && _golden.Has($"{moment.Groups["group"]}.features_{moment.Groups["set"]}"))
            {
                using var moments = GaussianMoments.Of(_golden.Input($"{moment.Groups["group"]}.features_{moment.Groups["set"]}"));
                _golden.Compare(name, (moment.Groups["what"].Value == "mean" ? moments.Mean : moments.Covariance).alias());
            }
            else if (RadiiName().Match(name) is { Success: true } radii)
            {
                _golden.Compare(name, PairwiseDistances.ToNeighbour(_golden.Input($"pr.features_{radii.Groups["set"]}"), PrecisionRecall.OfficialNeighbours), ParityRule.Table);
            }
            else if (ScoresName().Match(name) is { Success: true } scores)
            {
                using var classifier = Classifier();
                _golden.Compare(name, classifier.Scores(_golden.Input("knn.query_features"), int.Parse(scores.Groups["k"].ValueSpan, CultureInfo.InvariantCulture)));
            }
        }
    }

    private void Add(string name, IReadOnlyList<double> ours, List<double> theirs, double tolerance)
    {
        var text = tolerance == Exact ? "exact" : string.Create(CultureInfo.InvariantCulture, $"relative {tolerance * _scale:0.#e0}");
        if (ours.Count != theirs.Count)
        {
            _golden.Add(new ParityRow(name, double.NaN, double.NaN, text, false, $"ours are {ours.Count} numbers, the golden ones {theirs.Count}"));
            return;
        }

        var worst = ours.Zip(theirs, (mine, golden) => Math.Abs(mine - golden)).Max();
        var share = ours.Zip(theirs, (mine, golden) => mine == golden ? 0 : Math.Abs(mine - golden) / Math.Abs(golden)).Max();
        _golden.Add(new ParityRow(name, worst, share, text, share <= tolerance * _scale));
    }

    private static List<double> Numbers(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetDouble())] : [value.GetDouble()];

    [GeneratedRegex("^(?<group>[a-z_]+)\\.(?<what>mean|cov)_(?<set>[a-z]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex MomentName();

    [GeneratedRegex("^pr\\.radii_(?<set>ref|sample)$", RegexOptions.CultureInvariant)]
    private static partial Regex RadiiName();

    [GeneratedRegex("^knn\\.weighted_scores_k(?<k>[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex ScoresName();

    [GeneratedRegex("^(?<kind>weighted|majority)_top(?<top>[0-9]+)(_lowest_label_on_tie)?$", RegexOptions.CultureInvariant)]
    private static partial Regex TopOf();
}
