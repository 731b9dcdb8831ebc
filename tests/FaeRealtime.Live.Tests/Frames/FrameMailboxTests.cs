using FaeRealtime.Live.Frames;

namespace FaeRealtime.Live.Tests.Frames;

public sealed class FrameMailboxTests
{
    [Fact]
    public void TryTake_NothingPublished_ReturnsFalse() => Assert.False(new FrameMailbox().TryTake());

    [Fact]
    public void TryTake_SeveralPublished_GivesLatestAndCountsDrops()
    {
        var mailbox = new FrameMailbox();
        for (byte value = 1; value <= 4; value++)
        {
            Publish(mailbox, value);
        }

        Assert.True(mailbox.TryTake());
        Assert.Equal(4, mailbox.Info.Index);
        Assert.Equal(4, mailbox.Pixels[0]);
        Assert.Equal(3, mailbox.Dropped);
        Assert.False(mailbox.TryTake());
    }

    [Fact]
    public void TryTake_EachFrameTaken_DropsNone()
    {
        var mailbox = new FrameMailbox();
        for (byte value = 1; value <= 9; value++)
        {
            Publish(mailbox, value);
            Assert.True(mailbox.TryTake());
            Assert.Equal(value, mailbox.Pixels[^1]);
        }

        Assert.Equal(0, mailbox.Dropped);
    }

    [Fact]
    public void Pixels_WriterContinues_TakenFrameStaysWhole()
    {
        var mailbox = new FrameMailbox();
        Publish(mailbox, 7);
        Assert.True(mailbox.TryTake());
        for (byte value = 8; value < 20; value++)
        {
            Publish(mailbox, value);
            Assert.DoesNotContain(mailbox.Pixels.ToArray(), pixel => pixel != 7);
        }
    }

    [Fact]
    public void TryTake_WriterOnAnotherThread_NeverTearsAndNeverGoesBack()
    {
        const int Frames = 20_000;
        var mailbox = new FrameMailbox();
        var writer = new Thread(() =>
        {
            for (var i = 1; i <= Frames; i++)
            {
                mailbox.Begin(4, 4).Fill((byte)i);
                mailbox.Publish(new FrameInfo(i, 4, 4, 0, 0));
            }
        });
        writer.Start();
        long last = 0, taken = 0;
        while (last < Frames)
        {
            if (!mailbox.TryTake())
            {
                Thread.Yield();
                continue;
            }

            taken++;
            Assert.True(mailbox.Info.Index > last, $"frame {mailbox.Info.Index} came after {last}");
            last = mailbox.Info.Index;
            Assert.Equal(-1, mailbox.Pixels.IndexOfAnyExcept((byte)last));
        }

        writer.Join();
        Assert.Equal(Frames, taken + mailbox.Dropped);
    }

    private static void Publish(FrameMailbox mailbox, byte value)
    {
        mailbox.Begin(2, 3).Fill(value);
        mailbox.Publish(new FrameInfo(value, 2, 3, 0, 0));
    }
}
