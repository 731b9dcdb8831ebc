using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Inputs;
using FaeRealtime.Live.Tests;
using FaeRealtime.Live.Tests.Inputs;
using FaeRealtime.Remote.Inputs;
using FaeRealtime.Video.Tests;

namespace FaeRealtime.Remote.Tests.Inputs;

/// <summary>Cameras and films, through a real ffmpeg.</summary>
public sealed class VideoInputTests : IDisposable
{
    private const int Side = 16;

    private readonly TemporaryFolder _folder = new();
    private readonly LatentSession _session;
    private readonly ImageInput _images;
    private readonly List<string> _said = [];

    public VideoInputTests()
    {
        var parameters = TestParameters.Of(paused: true);
        _session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = parameters with { Source = parameters.Source with { Input = 1 } }, Pacing = PacingMode.Exact });
        _session.WaitForEngine(Patience.Long);
        _images = ImageInput.Start(_session, model => new FakeEncoder(Side, model.LatentLength), _said.Add);
    }

    [FfmpegFact]
    public void Start_Film_ComesInWholeAndRepeats()
    {
        var film = _folder.At("white.mkv");
        Make(film, "color=white:s=64x48:d=0.3:r=10");
        using (VideoInput.Start(_images, VideoSource.Parse(film), _said.Add))
        {
            // Three pictures a round.
            Assert.True(SpinWait.SpinUntil(() => _session.Input.Count > 7, Patience.Long));
            _session.Update(1.0);
            Assert.InRange(_session.Latent[0], 0.98, 1.0);
        }

        Assert.Empty(_said);
    }

    /// <summary>As a camera that is unplugged.</summary>
    [FfmpegFact]
    public void Start_DeviceThatEnds_SaysSoOnceAndTheInputIsGone()
    {
        using var video = VideoInput.Start(_images, VideoSource.Parse("lavfi:color=red:s=32x32:d=0.5:r=20"), _said.Add);
        Assert.True(SpinWait.SpinUntil(() => _session.Input.Count > 0, Patience.Long));
        Assert.True(SpinWait.SpinUntil(() => _said.Count > 0, Patience.Long));
        Assert.Contains("lavfi:color=red", Assert.Single(_said), StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => !_session.Input.IsPresent, Patience.Long));
        Assert.Equal(SessionState.Running, _session.State);
    }

    [FfmpegFact]
    public void Start_FileThatIsNoFilm_SaysWhy()
    {
        var text = _folder.At("text.mp4");
        File.WriteAllText(text, "no film at all");
        using var video = VideoInput.Start(_images, VideoSource.Parse(text), _said.Add);
        Assert.True(SpinWait.SpinUntil(() => _said.Count > 0, Patience.Long));
        Assert.Contains("Invalid data", Assert.Single(_said), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public void Start_NamedPipe_PlaysWhatIsWritten()
    {
        var (film, pipe) = (_folder.At("bars.mkv"), _folder.At("pipe"));
        // Long enough to be seen: a pipe plays as fast as it comes.
        Make(film, "testsrc=s=64x64:d=60:r=10");
        System.Diagnostics.Process.Start("mkfifo", [pipe]).WaitForExit();
        using var video = VideoInput.Start(_images, VideoSource.Parse(pipe), _said.Add);
        using (var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write))
        {
            writer.Write(File.ReadAllBytes(film));
        }

        Assert.True(SpinWait.SpinUntil(() => _session.Input.Count > 0, Patience.Long));
    }

    [FfmpegFact]
    public void Dispose_WhileItPlays_EndsAtOnceAndSaysNothing()
    {
        var video = VideoInput.Start(_images, VideoSource.Parse("lavfi:testsrc=s=64x64"), _said.Add);
        Assert.True(SpinWait.SpinUntil(() => _session.Input.Count > 0, Patience.Long));
        video.Dispose();
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData("nowhere.mp4", "There is no video nowhere.mp4")]
    [InlineData("http://127.0.0.1/a.mp4", "There is no video")]
    [InlineData("v4l2:/dev/nocamera", "There is no camera /dev/nocamera")]
    public void Parse_NeitherFileNorDevice_Refused(string source, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => VideoSource.Parse(source)).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _images.Dispose();
        _session.Dispose();
        _folder.Dispose();
    }

    private static void Make(string file, string source)
    {
        using var ffmpeg = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", source, "-c:v", "ffv1", file]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
