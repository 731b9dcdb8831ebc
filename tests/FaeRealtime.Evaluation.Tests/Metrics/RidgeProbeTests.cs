using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Training.Tests;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class RidgeProbeTests
{
    private const int Width = 40;

    [Fact]
    public void Read_AttributesInOneDirectionEach_AreToldOnNewImages()
    {
        var (train, test) = (new Images(120, seed: 1), new Images(200, seed: 2));
        using var probe = RidgeProbe.Of(train.Features());
        var classifiers = probe.Fit([(train.Colour, 4), (train.Size, 3)], null, default);
        using var seen = test.Features();

        Assert.True(Share(classifiers[0].Read(seen), test.Colour) > 0.97);
        Assert.True(Share(classifiers[1].Read(seen), test.Size) > 0.97);
        Dispose(classifiers);
    }

    [Fact]
    public void Read_LabelsThatMeanNothing_AreNotLearned()
    {
        var (train, test) = (new Images(120, seed: 1), new Images(400, seed: 2));
        using var probe = RidgeProbe.Of(train.Features());
        var classifiers = probe.Fit([(new Images(120, seed: 3).Colour, 4)], null, default);
        using var seen = test.Features();

        Assert.InRange(Share(classifiers[0].Read(seen), new Images(400, seed: 4).Colour), 0.15, 0.35);
        Dispose(classifiers);
    }

    [Fact]
    public void Fit_ImagesLeftOut_TeachNothing()
    {
        var (train, test) = (new Images(120, seed: 1), new Images(200, seed: 2));
        using var probe = RidgeProbe.Of(train.Features());

        // Every third image shows another colour than it says; left out it does no harm.
        long[] wrong = [.. train.Colour.Select((label, i) => i % 3 == 0 ? (label + 1) % 4 : label)], without = [.. wrong.Select((label, i) => i % 3 == 0 ? RidgeProbe.LeftOut : label)];
        var classifiers = probe.Fit([(wrong, 4), (without, 4)], null, default);
        using var seen = test.Features();

        Assert.True(Share(classifiers[1].Read(seen), test.Colour) > Share(classifiers[0].Read(seen), test.Colour));
        Assert.True(Share(classifiers[1].Read(seen), test.Colour) > 0.97);
        Dispose(classifiers);
    }

    [Fact]
    public void Read_FeaturesOfAnotherWidth_AreRefused()
    {
        using var probe = RidgeProbe.Of(new Images(20, seed: 1).Features());
        var classifiers = probe.Fit([(new Images(20, seed: 1).Colour, 4)], null, default);
        using var other = torch.zeros([2, Width + 1]);

        Assert.Contains("41", Assert.Throws<ShapeException>(() => classifiers[0].Read(other)).Message, StringComparison.Ordinal);
        Dispose(classifiers);
    }

    [Fact]
    public void Fit_AndRead_LeaveNoTensors() => Assert.Equal(0, LiveTensors.GrowthDuring(() =>
    {
        using var probe = RidgeProbe.Of(new Images(30, seed: 1).Features());
        Dispose(probe.Fit([(new Images(30, seed: 1).Colour, 4)], null, default));
    }));

    private static double Share(long[] read, long[] wanted) => read.Zip(wanted).Count(pair => pair.First == pair.Second) / (double)read.Length;

    private static void Dispose(IReadOnlyList<RidgeClassifier> classifiers)
    {
        foreach (var classifier in classifiers)
        {
            classifier.Dispose();
        }
    }

    /// <summary>Vectors whose first four numbers tell a colour, the next three a size, all under noise and with scales far apart.</summary>
    private sealed class Images
    {
        private readonly Random _random;
        private readonly float[] _values;

        public Images(int count, int seed)
        {
            _random = new Random(seed);
            (Colour, Size) = ([.. Enumerable.Range(0, count).Select(_ => (long)_random.Next(4))], [.. Enumerable.Range(0, count).Select(_ => (long)_random.Next(3))]);
            _values = [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, Width).Select(j =>
                (float)((j + 1) * ((_random.NextDouble() - 0.5) + (j == Colour[i] || j == 4 + Size[i] ? 1.5 : 0)))))];
        }

        public long[] Colour { get; }

        public long[] Size { get; }

        public torch.Tensor Features() => torch.tensor(_values, [Colour.Length, Width]);
    }
}
