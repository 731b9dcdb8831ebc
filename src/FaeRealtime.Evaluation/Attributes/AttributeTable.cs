using FaeRealtime.Evaluation.Metrics;

namespace FaeRealtime.Evaluation.Attributes;

/// <summary>One attribute of all images as labels: which values there are, which images are judged, and why others are not.</summary>
internal sealed class AttributeTable
{
    private const string NoValue = "the lists name no value";
    private const string Unseen = "the value is not among the training pictures";

    private readonly string _absent;

    private AttributeTable(string name, string absent, string[] values, (long[] Labels, AttributeCount Count) train, (long[] Labels, AttributeCount Count) heldOut)
    {
        (Name, _absent, Values) = (name, absent, values);
        (Train, TrainCount) = train;
        (HeldOut, HeldOutCount) = heldOut;
    }

    /// <summary>The attribute.</summary>
    public string Name { get; }

    /// <summary>Its values in training, sorted.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The value's index of each training image, or <see cref="RidgeProbe.LeftOut"/>.</summary>
    public long[] Train { get; }

    /// <summary>The same of each held-out image.</summary>
    public long[] HeldOut { get; }

    public AttributeCount TrainCount { get; }

    public AttributeCount HeldOutCount { get; }

    /// <summary>Share of the commonest value among the held-out images that are judged; 0 without one.</summary>
    public double Chance => HeldOutCount.Used == 0 ? 0 : HeldOut.Where(label => label != RidgeProbe.LeftOut).CountBy(label => label).Max(entry => entry.Value) / (double)HeldOutCount.Used;

    /// <summary>Whether a value says that there is nothing.</summary>
    public bool IsAbsent(long label) => Values[(int)label] == _absent;

    /// <summary>Labels an attribute.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="absent">The value that says that there is nothing, such as <c>none</c>.</param>
    /// <param name="train">Value, null where the lists name none, and class of each training image.</param>
    /// <param name="heldOut">The same of each held-out image.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="lacking">Classes none of whose training images has the attribute.</param>
    public static AttributeTable Of(
        string name, string absent, IReadOnlyList<(string? Value, int Class)> train, IReadOnlyList<(string? Value, int Class)> heldOut, IReadOnlyList<string> classes, IReadOnlySet<int> lacking)
    {
        string[] values = [.. train.Where(image => image.Value is not null && !lacking.Contains(image.Class)).Select(image => image.Value!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new AttributeTable(name, absent, values, Label(train), Label(heldOut));

        (long[] Labels, AttributeCount Count) Label(IReadOnlyList<(string? Value, int Class)> images)
        {
            var (labels, leftOut) = (new long[images.Count], new Dictionary<string, int>(StringComparer.Ordinal));
            foreach (var (i, (value, label)) in images.Index())
            {
                labels[i] = value is null || lacking.Contains(label) ? RidgeProbe.LeftOut : Array.BinarySearch(values, value, StringComparer.Ordinal);
                if (labels[i] < 0)
                {
                    labels[i] = RidgeProbe.LeftOut;
                    var reason = value is null ? NoValue : lacking.Contains(label) ? $"class '{classes[label]}' has none" : Unseen;
                    leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
                }
            }

            return (labels, new AttributeCount(images.Count, images.Count - leftOut.Values.Sum(), [.. leftOut.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new LeftOutImages(entry.Key, entry.Value))]));
        }
    }

    /// <summary>How many held-out images are read rightly.</summary>
    /// <param name="read">The value that each image was read as; null for images that are not there.</param>
    public AttributeScore Score(IReadOnlyList<long?> read)
    {
        var judged = Judged(read).ToArray();
        var named = judged.Where(image => !IsAbsent(image.Label)).ToArray();
        var right = judged.Count(image => image.Label == image.Read);
        var (low, high) = judged.Length == 0 ? (0, 1) : BinomialInterval.Wilson(right, judged.Length);
        return new AttributeScore(judged.Length, right, judged.Length == 0 ? 0 : right / (double)judged.Length, low, high, named.Length, named.Count(image => image.Label == image.Read));
    }

    /// <summary>The same value by value.</summary>
    /// <param name="real">What the real images were read as.</param>
    /// <param name="generated">What those of each set were read as.</param>
    public IReadOnlyList<AttributeValue> Each(IReadOnlyList<long?> real, IReadOnlyList<IReadOnlyList<long?>> generated) =>
        [.. Values.Select((value, label) => new AttributeValue(value, Of(real, label).Used, Of(real, label).Right, [.. generated.Select(read => Of(read, label))]))];

    private ValueScore Of(IReadOnlyList<long?> read, int label)
    {
        var shown = Judged(read).Where(image => image.Label == label).ToArray();
        var wrong = shown.Where(image => image.Read != label).CountBy(image => image.Read).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Select(entry => Values[(int)entry.Key]).FirstOrDefault();
        return new ValueScore(shown.Length, shown.Count(image => image.Read == label), wrong);
    }

    private IEnumerable<(long Label, long Read)> Judged(IReadOnlyList<long?> read) =>
        HeldOut.Zip(read).Where(image => image.First != RidgeProbe.LeftOut && image.Second is not null).Select(image => (image.First, image.Second!.Value));
}
