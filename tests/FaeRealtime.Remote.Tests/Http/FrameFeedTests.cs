using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Http;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class FrameFeedTests
{
    private static readonly byte[] Grey = [.. Enumerable.Repeat((byte)128, 16 * 16 * 4)];

    [Fact]
    public async Task Feed_WithoutAndWithWatchers_WantsEachFrameOnce()
    {
        using var feed = FrameFeed.Start(1000, new Pulse(), TimeProvider.System);
        Assert.False(feed.Wants(0));
        using (feed.Watch())
        {
            Assert.True(feed.Wants(0));
            feed.Offer(Grey, 16, 16, 0);
            Assert.False(feed.Wants(0));
            using var patience = new CancellationTokenSource(Patience.Long);
            var frame = await feed.WaitAsync(0, patience.Token);
            Assert.Equal([0xFF, 0xD8], frame.Jpeg[..2].ToArray());
            Assert.Same(frame, feed.Latest);
        }

        Assert.False(feed.Wants(1));
    }

    [Fact]
    public async Task Feed_OfAFrameThatCannotBeEncoded_SaysWhyAndWantsNoMore()
    {
        using var feed = FrameFeed.Start(1000, new Pulse(), TimeProvider.System);
        using var watcher = feed.Watch();
        feed.Offer([], 0, 0, 0);
        await PageStand.UntilAsync(() => feed.Failure is not null, "The failure");
        Assert.False(feed.Wants(1));
    }
}
