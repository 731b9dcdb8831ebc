using FaeRealtime.Live.Motion;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Motion;

public sealed class MorphTrackTests
{
    private const int Slices = 3;

    [Fact]
    public void Advance_Live_ShowsFirstKeyAsSoonAsItIsReady()
    {
        var track = new MorphTrack(new Keys(), 1, 0, Wish.Of());
        var point = Point();
        Assert.False(track.Advance(Live(0.1), point));
        for (var i = 0; i < Slices; i++)
        {
            Assert.True(track.Prepare());
        }

        Assert.True(track.Advance(Live(0.1), point));
        Assert.Equal(10f, point.Latent[0]);
    }

    [Fact]
    public void Advance_NextKeyNotReady_RestsOnTheLast()
    {
        var track = new MorphTrack(new Keys(), 1, 0, Wish.Of());
        var point = Point();
        Assert.True(track.Advance(new TrackTurn(0.0, 0.0, true), point));
        Assert.True(track.Advance(Live(5.0), point));
        Assert.Equal(1.0, track.Position);
        Assert.Equal(11f, point.Latent[0]);
        Assert.True(track.Prepare());
    }

    [Fact]
    public void Advance_Complete_PassesEveryKeyWithoutRest()
    {
        var track = new MorphTrack(new Keys(), 1, 0, Wish.Of());
        var point = Point();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(track.Advance(new TrackTurn(i == 0 ? 0 : 0.5, 0.04, true), point));
            Assert.Equal(i * 0.5, track.Position, 9);
            if (i % 2 == 0)
            {
                Assert.Equal(10f + (i / 2), point.Latent[0]);
            }
        }
    }

    [Fact]
    public void Advance_LongerWay_TakesItsTimeAndEndsWhereThePathEnds()
    {
        var track = new MorphTrack(new Keys { Lengths = [2.0, double.PositiveInfinity] }, 1, 0, Wish.Of());
        var point = Point();
        track.Advance(new TrackTurn(0.0, 0.0, true), point);
        track.Advance(new TrackTurn(1.0, 1.0, true), point);
        Assert.Equal((1.0, 10.5f), (track.Position, point.Latent[0]));
        track.Advance(new TrackTurn(1.5, 1.0, true), point);
        Assert.Equal(2.0, track.Position, 9);
        track.Advance(new TrackTurn(100.0, 1.0, true), point);
        Assert.Equal((2.0, 11f), (track.Position, point.Latent[0]));
    }

    [Fact]
    public void Advance_EnteredBetweenTwoKeys_WaitsForBoth()
    {
        var track = new MorphTrack(new Keys { Lengths = [1.0, 4.0] }, 1, 1, Wish.Of(), 0.5);
        var point = Point();
        for (var i = 0; i < 2 * Slices; i++)
        {
            Assert.False(track.IsReady);
            track.Prepare();
        }

        Assert.True(track.IsReady);
        Assert.True(track.Advance(Live(0.0), point));
        Assert.Equal((3.0, 11.5f), (track.Position, point.Latent[0]));
    }

    [Fact]
    public void TryFollow_OtherPace_FollowsButNotOtherSeeds()
    {
        var track = new MorphTrack(new Keys(), 1, 0, Wish.Of());

        Assert.True(track.TryFollow(Wish.Of(speed: 4, fps: 30, transition: 2)));
        Assert.False(track.TryFollow(Wish.Of(seed: 1)));
        Assert.False(track.TryFollow(Wish.Of(guidance: 2)));
        Assert.False(track.TryFollow(Wish.Of(mix: true)));
    }

    [Fact]
    public void Prepare_AlongASegment_SpreadsTheSlices()
    {
        var keys = new Keys();
        var track = new MorphTrack(keys, 1, 0, Wish.Of());
        var point = Point();
        track.Advance(new TrackTurn(0.0, 0.0, true), point);
        var before = keys.Steps;
        Assert.False(track.Prepare());
        Assert.Equal(before, keys.Steps);
        for (var i = 0; i < 8; i++)
        {
            track.Advance(Live(0.1), point);
            Assert.False(track.Prepare());
        }

        Assert.Equal(before + Slices, keys.Steps);
    }

    [Fact]
    public void Advance_PastKeys_ReleasesThoseBehind()
    {
        var keys = new Keys();
        var track = new MorphTrack(keys, 1, 0, Wish.Of());

        track.Advance(new TrackTurn(2.5, 2.5, Complete: true), Point());

        Assert.Equal([10f, 11f], keys.Released);
    }

    private static FramePoint Point() => new(new float[1]);

    private static TrackTurn Live(double distance) => new(distance, distance, false);

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
            int IKeyWork.Slices => MorphTrackTests.Slices;

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
