using FaeRealtime.Live.Motion;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Motion;

public sealed class MorphSourceTests
{
    private const int Slices = 3;

    [Fact]
    public void Advance_Live_ShowsFirstKeyAsSoonAsItIsReady()
    {
        var source = new MorphSource(new Keys(), 1, 0, TestParameters.Of());
        var point = Point();
        Assert.False(source.Advance(Live(0.1), point));
        for (var i = 0; i < Slices; i++)
        {
            Assert.True(source.Prepare());
        }

        Assert.True(source.Advance(Live(0.1), point));
        Assert.Equal(10f, point.Latent[0]);
    }

    [Fact]
    public void Advance_NextKeyNotReady_RestsOnTheLast()
    {
        var source = new MorphSource(new Keys(), 1, 0, TestParameters.Of());
        var point = Point();
        Assert.True(source.Advance(new FrameStep(0.0, 0.0, true), point));
        Assert.True(source.Advance(Live(5.0), point));
        Assert.Equal(1.0, source.Position);
        Assert.Equal(11f, point.Latent[0]);
        Assert.True(source.Prepare());
    }

    [Fact]
    public void Advance_Complete_PassesEveryKeyWithoutRest()
    {
        var source = new MorphSource(new Keys(), 1, 0, TestParameters.Of());
        var point = Point();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(source.Advance(new FrameStep(i == 0 ? 0 : 0.5, 0.04, true), point));
            Assert.Equal(i * 0.5, source.Position, 9);
            if (i % 2 == 0)
            {
                Assert.Equal(10f + (i / 2), point.Latent[0]);
            }
        }
    }

    [Fact]
    public void Advance_LongerWay_TakesItsTimeAndEndsWhereThePathEnds()
    {
        var source = new MorphSource(new Keys { Lengths = [2.0, double.PositiveInfinity] }, 1, 0, TestParameters.Of());
        var point = Point();
        source.Advance(new FrameStep(0.0, 0.0, true), point);
        source.Advance(new FrameStep(1.0, 1.0, true), point);
        Assert.Equal((1.0, 10.5f), (source.Position, point.Latent[0]));
        source.Advance(new FrameStep(1.5, 1.0, true), point);
        Assert.Equal(2.0, source.Position, 9);
        source.Advance(new FrameStep(100.0, 1.0, true), point);
        Assert.Equal((2.0, 11f), (source.Position, point.Latent[0]));
    }

    [Fact]
    public void Advance_EnteredBetweenTwoKeys_WaitsForBoth()
    {
        var source = new MorphSource(new Keys { Lengths = [1.0, 4.0] }, 1, 1, TestParameters.Of(), 0.5);
        var point = Point();
        for (var i = 0; i < 2 * Slices; i++)
        {
            Assert.False(source.IsReady);
            source.Prepare();
        }

        Assert.True(source.IsReady);
        Assert.True(source.Advance(Live(0.0), point));
        Assert.Equal((3.0, 11.5f), (source.Position, point.Latent[0]));
    }

    [Fact]
    public void TryFollow_OtherPace_FollowsButNotOtherSeeds()
    {
        var source = new MorphSource(new Keys(), 1, 0, TestParameters.Of());

        Assert.True(source.TryUpdate(TestParameters.Of(speed: 4, fps: 30, transition: 2)));
        Assert.False(source.TryUpdate(TestParameters.Of(seed: 1)));
        Assert.False(source.TryUpdate(TestParameters.Of(guidance: 2)));
        Assert.False(source.TryUpdate(TestParameters.Of(mix: true)));
    }

    [Fact]
    public void Prepare_AlongASegment_SpreadsTheSlices()
    {
        var keys = new Keys();
        var source = new MorphSource(keys, 1, 0, TestParameters.Of());
        var point = Point();
        source.Advance(new FrameStep(0.0, 0.0, true), point);
        var before = keys.Steps;
        Assert.False(source.Prepare());
        Assert.Equal(before, keys.Steps);
        for (var i = 0; i < 8; i++)
        {
            source.Advance(Live(0.1), point);
            Assert.False(source.Prepare());
        }

        Assert.Equal(before + Slices, keys.Steps);
    }

    [Fact]
    public void Advance_PastKeys_ReleasesThoseBehind()
    {
        var keys = new Keys();
        var source = new MorphSource(keys, 1, 0, TestParameters.Of());

        source.Advance(new FrameStep(2.5, 2.5, Complete: true), Point());

        Assert.Equal([10f, 11f], keys.Released);
    }

    private static FramePoint Point() => new(new float[1]);

    private static FrameStep Live(double distance) => new(distance, distance, false);

    private sealed class Keys : IKeySource
    {
        public int Steps { get; private set; }

        public List<float> Released { get; } = [];

        public IKeyWork Begin(long index) => new Work(this, index);

        public double[] Lengths { get; init; } = [];

        public (double Length, EasingKind Easing) Span(long index) => (index < Lengths.Length ? Lengths[index] : 1.0, EasingKind.Smooth);

        public double PlaceOf(long index) => Enumerable.Range(0, (int)index).Sum(i => i < Lengths.Length ? Lengths[i] : 1.0);

        public void Release(FramePoint key) => Released.Add(key.Latent[0]);

        private sealed class Work(Keys keys, long index) : IKeyWork
        {
            int IKeyWork.Slices => MorphSourceTests.Slices;

            public int Done { get; private set; }

            public FramePoint Key => new([10f + index]);

            public void Step()
            {
                keys.Steps++;
                Done++;
            }
        }
    }
}
