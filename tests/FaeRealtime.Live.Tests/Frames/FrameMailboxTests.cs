using FaeRealtime.Core.Images;
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

    [Fact]
    public void WritingSlot_PicturesOnTheDevice_IsNeverTheTakenOrTheWaitingOne()
    {
        var mailbox = new FrameMailbox();
        long last = 0;
        for (var i = 1; i < 60; i++)
        {
            var slot = mailbox.WritingSlot;
            Assert.InRange(slot, 0, 2);
            Assert.NotEqual((ulong)slot, mailbox.Image?.Address);
            mailbox.Publish(new FrameInfo(i, 2, 3, 0, 0), Image(slot));
            if (i % 3 != 0 && mailbox.TryTake())
            {
                Assert.Equal(i, mailbox.Info.Index);
                Assert.Equal((ulong)slot, mailbox.Image!.Value.Address);
                Assert.True(mailbox.Pixels.IsEmpty);
                last = i;
            }
        }

        Assert.Equal(59, last);
    }

    [Fact]
    public void Publish_HostAfterDevice_ShowsPixelsAgain()
    {
        var mailbox = new FrameMailbox();
        for (byte value = 1; value <= 6; value++)
        {
            mailbox.Publish(new FrameInfo(0, 2, 3, 0, 0), Image(mailbox.WritingSlot));
            Assert.True(mailbox.TryTake());
            Publish(mailbox, value);
            Assert.True(mailbox.TryTake());
            Assert.Null(mailbox.Image);
            Assert.Equal(value, mailbox.Pixels[^1]);
        }
    }

    [Fact]
    public void ForgetImages_OneWaitsOneIsTaken_NeitherIsThere()
    {
        var mailbox = new FrameMailbox();
        mailbox.Publish(new FrameInfo(1, 2, 3, 0, 0), Image(mailbox.WritingSlot));
        Assert.True(mailbox.TryTake());
        mailbox.Publish(new FrameInfo(2, 2, 3, 0, 0), Image(mailbox.WritingSlot));
        mailbox.ForgetImages();
        Assert.False(mailbox.TryTake());
        Assert.Null(mailbox.Image);
        Assert.Equal(1, mailbox.Dropped);
        Publish(mailbox, 3);
        Assert.True(mailbox.TryTake());
        Assert.Equal(3, mailbox.Pixels[0]);
    }

    [Fact]
    public void ForgetImages_PixelsInHostMemory_Stay()
    {
        var mailbox = new FrameMailbox();
        Publish(mailbox, 1);
        Assert.True(mailbox.TryTake());
        Publish(mailbox, 2);
        mailbox.ForgetImages();
        Assert.Equal(1, mailbox.Pixels[0]);
        Assert.True(mailbox.TryTake());
        Assert.Equal(2, mailbox.Pixels[0]);
    }

    private static DeviceImage Image(int slot) => new(PictureDevice.Cuda(0), (ulong)slot, 8, 2, 3);

    private static void Publish(FrameMailbox mailbox, byte value)
    {
        mailbox.Begin(2, 3).Fill(value);
        mailbox.Publish(new FrameInfo(value, 2, 3, 0, 0));
    }
}
