using System.Diagnostics;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Tests.CommandLine;

public sealed class RecordingArgumentsTests
{
    [Theory]
    [InlineData("a.mp4", null, 64, 64, null, null, 60)]
    [InlineData("a.webm", 512, 64, 64, 512, 512, 60)]
    [InlineData("a.gif", 500, 256, 65, 500, 126, 30)]
    [InlineData("a.mp4", 16, 1024, 8, 16, 2, 60)]
    public void Format_OfASide_ScalesTheLongerToIt(string path, int? side, int width, int height, int? videoWidth, int? videoHeight, double fps)
    {
        var format = new RecordingOptions(path, side).Settings(path, width, height, null);
        Assert.Equal((width, height, videoWidth, videoHeight, fps), (format.Width, format.Height, format.VideoWidth, format.VideoHeight, format.Fps));
    }

    /// <summary>What a virtual camera does: another program reads raw frames of the wished size for as long as the session lives.</summary>
    [Fact]
    public async Task Serve_RecordIntoAPipe_GivesFramesOfTheWishedSize()
    {
        const int Side = 128;
        using var place = new ModelPlace();
        var pipe = place.At("camera");
        Process.Start("mkfifo", pipe)!.WaitForExit();
        using var program = FaeProcess.Start(place.At(string.Empty), ["serve", place.Model, "--port", "0", "--record", pipe, "--film-size", $"{Side}"]);
        var (first, frame) = (new byte[Side * Side * 4], new byte[Side * Side * 4]);
        await using (var stream = new FileStream(pipe, FileMode.Open, FileAccess.Read))
        {
            stream.ReadExactly(first);

            // A busy machine repeats pictures to keep the video's time; then they move on.
            do
            {
                stream.ReadExactly(frame);
                Assert.All(Enumerable.Range(0, Side * Side), i => Assert.Equal(255, frame[(4 * i) + 3]));
            }
            while (frame.AsSpan().SequenceEqual(first));
        }

        program.Kill();
        await program.WaitForExitAsync();
    }

    [Theory]
    [InlineData("no-such-folder/a.mp4", "does not exist")]
    [InlineData("a.txt", "no kind of video")]
    public async Task Serve_RecordThatCannotBe_SaysSoAtOnce(string path, string reason)
    {
        using var place = new ModelPlace();
        (await FaeProcess.RunIn(place.At(string.Empty), ["serve", place.Model, "--port", "0", "--record", path])).AssertRefused(ExitCode.Input, reason);
    }
}
