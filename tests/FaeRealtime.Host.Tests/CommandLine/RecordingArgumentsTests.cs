using System.Diagnostics;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Tests.CommandLine;

public sealed class RecordingArgumentsTests
{
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
