using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Motion;

public sealed class SourcePathTests
{
    private const int Classes = 5;

    public static TheoryData<SourceMode, double, InterpolationKind> Paths => new()
    {
        { SourceMode.Walk, 1.0, InterpolationKind.Gaussian },
        { SourceMode.Walk, 0.3, InterpolationKind.Gaussian },
        { SourceMode.Loop, 1.0, InterpolationKind.Gaussian },
        { SourceMode.Loop, 0.3, InterpolationKind.Slerp },
        { SourceMode.Keyframes, 1.0, InterpolationKind.Gaussian },
        { SourceMode.Keyframes, 1.0, InterpolationKind.Lerp },
        { SourceMode.Walk, 1.0, InterpolationKind.Lerp },
        { SourceMode.Fixed, 1.0, InterpolationKind.Gaussian },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void Seeds_SmallStep_SmallMove(SourceMode mode, double radius, InterpolationKind interpolation)
    {
        var path = Path(mode, radius, interpolation);
        for (var i = 0; i < 9000; i++)
        {
            Assert.InRange(Distance(Seeds(path, i / 1000.0), Seeds(path, (i + 1) / 1000.0)), 0, 0.012);
        }
    }

    [Theory]
    [InlineData(SourceMode.Loop, 6.0)]
    [InlineData(SourceMode.Keyframes, 3.5)]
    public void Seeds_ClosedPath_Returns(SourceMode mode, double length)
    {
        var path = Path(mode, 1.0, InterpolationKind.Gaussian);

        Assert.Equal(0, Distance(Seeds(path, 0.4), Seeds(path, 0.4 + length)), 9);
        Assert.True(Distance(Seeds(path, 0.4), Seeds(path, 0.4 + (length / 2))) > 0.5);
    }

    [Fact]
    public void Seeds_TurnedLoop_IsTheLoopFurtherOn()
    {
        var (still, turned) = (new SourcePath(Source(SourceMode.Loop), new ConditionParameters { RandomClass = true }, Classes), new SourcePath(Source(SourceMode.Loop) with { Phase = 0.5 }, new ConditionParameters { RandomClass = true }, Classes));

        Assert.Equal(0, Distance(Seeds(still, 3.3), Seeds(turned, 0.3)), 9);
        Assert.Equal(ClassesAt(still, 3.3).Select(item => item.Class), ClassesAt(turned, 0.3).Select(item => item.Class));
        Assert.Equal((3L, 1L), (turned.Key(0), turned.Key(4)));
    }

    [Fact]
    public void Seeds_SmallRadius_StaysNearTheBase()
    {
        var (near, far) = (Path(SourceMode.Walk, 0.1, InterpolationKind.Gaussian), Path(SourceMode.Walk, 1.0, InterpolationKind.Gaussian));
        var start = Seeds(far, 0);

        Assert.InRange(Distance(start, Seeds(near, 7.5)), 0.01, 0.3);
        Assert.True(Distance(start, Seeds(far, 7.5)) > 1);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void Seeds_WeightsThatCancel_HaveADirectionEverywhere(double radius)
    {
        Keyframe[] opposite = [new Keyframe { Seeds = [new WeightedSeed(5, 1)] }, new Keyframe { Seeds = [new WeightedSeed(5, -1)] }];
        var (timeline, circle) = (
            new SourceParameters { Mode = SourceMode.Keyframes, Keyframes = opposite, Radius = radius, Seeds = [new WeightedSeed(5, 1)] },
            new SourceParameters { Mode = SourceMode.Loop, LoopKeys = 2, Radius = radius, Seeds = [new WeightedSeed(5, 1)] });
        foreach (var path in new[] { timeline, circle }.Select(source => new SourcePath(source, new ConditionParameters(), Classes)))
        {
            var blend = new WeightedSeed[path.MostSeeds];
            for (var i = 0; i <= 400; i++)
            {
                var count = path.Seeds(i / 100.0, blend);
                Assert.InRange(PriorBlend.Normalise(blend.AsSpan(0, count), blend), 1, count);
            }

            Assert.InRange(PriorBlend.Normalise(blend.AsSpan(0, path.KeySeeds(1, blend)), blend), 1, 2);
        }
    }

    [Fact]
    public void Seeds_FixedOnTheGrid_IsThereWhateverThePosition()
    {
        var source = new SourceParameters { Mode = SourceMode.Fixed, X = 3, Y = 2, Seeds = [new WeightedSeed(10, 1)] };
        var path = new SourcePath(source, new ConditionParameters(), Classes);

        Assert.Equal([new WeightedSeed(213, 1)], Seeds(path, 5.5));
        Assert.Equal((0L, double.PositiveInfinity), (path.Fold(9), path.Span(9).Length));
    }

    [Fact]
    public void KeySeeds_OfEveryMode_AreThePathAtWholePositions()
    {
        foreach (var mode in new[] { SourceMode.Walk, SourceMode.Fixed })
        {
            var path = Path(mode, 0.5, InterpolationKind.Gaussian);
            Assert.Equal(Seeds(path, 4), KeySeeds(path, 4));
        }

        var timeline = Path(SourceMode.Keyframes, 1.0, InterpolationKind.Gaussian);
        Assert.Equal(0, Distance(Seeds(timeline, 1.0), KeySeeds(timeline, 1)), 9);
        Assert.Equal(0, Distance(KeySeeds(timeline, 0), KeySeeds(timeline, 3)), 9);
    }

    [Fact]
    public void Span_OpenTimeline_EndsAtTheLastKeyframe()
    {
        var path = new SourcePath(Source(SourceMode.Keyframes) with { Closed = false }, new ConditionParameters(), Classes);

        Assert.Equal([1.0, 2.0, double.PositiveInfinity, double.PositiveInfinity], Enumerable.Range(0, 4).Select(key => path.Span(key).Length));
        Assert.Equal(0, Distance(Seeds(path, 3), Seeds(path, 100)), 9);
    }

    [Fact]
    public void Classes_OfTimeline_HandOverFromKeyframeToKeyframe()
    {
        var path = Path(SourceMode.Keyframes, 1.0, InterpolationKind.Gaussian);

        Assert.Equal([new WeightedClass(0, 1)], ClassesAt(path, 0));
        Assert.Equal([0, 1], ClassesAt(path, 0.5).Select(item => item.Class));
        Assert.Equal([new WeightedClass(1, 1)], ClassesAt(path, 1));
        Assert.Equal([new WeightedClass(4, 1)], ClassesAt(path, 3));
    }

    [Fact]
    public void Classes_Mixed_EveryKeyItsOwnAndTheSameEachTime()
    {
        var path = new SourcePath(Source(SourceMode.Walk), new ConditionParameters { RandomClass = true }, Classes);
        var drawn = Enumerable.Range(0, 40).Select(key => ClassesAt(path, key).Single().Class).ToArray();

        Assert.Equal(Classes, drawn.Distinct().Count());
        Assert.Equal(drawn, Enumerable.Range(0, 40).Select(key => ClassesAt(path, key).Single().Class));
        Assert.InRange(ClassesAt(path, 0.5).Sum(item => item.Weight), 0.999999, 1.000001);
        Assert.Empty(ClassesAt(new SourcePath(Source(SourceMode.Walk), new ConditionParameters { RandomClass = true, Prompt = "red hair" }, Classes), 0));
    }

    private static SourceParameters Source(SourceMode mode) => new()
    {
        Mode = mode,
        Seeds = [new WeightedSeed(10, 1)],
        LoopKeys = 6,
        Keyframes =
        [
            new Keyframe { Seeds = [new WeightedSeed(1, 2)], Classes = [new WeightedClass(0, 1)], Easing = EasingKind.Linear },
            new Keyframe { Seeds = [new WeightedSeed(2, 1), new WeightedSeed(3, 1)], Classes = [new WeightedClass(1, 1)], Length = 2.0 },
            new Keyframe { Seeds = [new WeightedSeed(4, 1)], Length = 0.5, Easing = EasingKind.Linear },
        ],
    };

    private static SourcePath Path(SourceMode mode, double radius, InterpolationKind interpolation) =>
        new(Source(mode) with { Radius = radius, Interpolation = interpolation }, new ConditionParameters().Only(4), Classes);

    private static WeightedSeed[] Seeds(SourcePath path, double position)
    {
        var blend = new WeightedSeed[path.MostSeeds];
        return blend[..path.Seeds(position, blend)];
    }

    private static WeightedSeed[] KeySeeds(SourcePath path, long key)
    {
        var blend = new WeightedSeed[path.MostSeeds];
        return blend[..path.KeySeeds(key, blend)];
    }

    private static WeightedClass[] ClassesAt(SourcePath path, double position)
    {
        var blend = new WeightedClass[SourcePath.MostClasses];
        return blend[..path.Classes(position, blend)];
    }

    private static double Distance(IEnumerable<WeightedSeed> from, IEnumerable<WeightedSeed> to) =>
        Math.Sqrt(from.Concat(to.Select(item => item with { Weight = -item.Weight })).GroupBy(item => item.Seed).Sum(group => Math.Pow(group.Sum(item => item.Weight), 2)));
}
