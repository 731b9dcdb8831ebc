using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Tests;
using FaeRealtime.Live.Time;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Tests.Commands;

/// <summary>Videos carry the sound that steers them. The sound is two seconds: silence, and a tone from second 1.25 on, repeated.</summary>
public sealed class VideoSoundTests : IDisposable
{
    private const double Period = 2.0;
    private const double Onset = 1.25;
    private const int Rate = 8000;

    private readonly TemporaryFolder _folder = new();

    public VideoSoundTests()
    {
        TestModel.Create(_folder.At("model"));
        File.WriteAllBytes(_folder.At("tone.wav"), Tone());
    }

    [ProgramFact("ffprobe")]
    public async Task Video_WithASound_CarriesItFromItsStart()
    {
        foreach (var (name, codec) in new[] { ("v.mp4", "aac"), ("v.webm", "opus") })
        {
            Succeeded(await Video("--seconds", "3", "--out", _folder.At(name)));
            Assert.Equal([codec], Probe(name, "a:0", "stream=codec_name"));
            Assert.InRange(Seconds(name, "v:0"), 2.95, 3.05);
            Assert.InRange(Length(name), 2.95, 3.1);

            // Silence, then the tone, then silence again from second 2 on.
            Assert.InRange(FirstLoud(name, 0.0), Onset - 0.03, Onset + 0.03);
            Assert.True(Loudness(name, 2.3, 0.5) < 0.02, "The sound starts again at its end.");
        }
    }

    [ProgramFact("ffprobe")]
    public async Task Video_WithoutItsSound_IsSilent()
    {
        Succeeded(await Video("--no-sound", "--seconds", "1", "--out", _folder.At("v.mp4")));
        Assert.Empty(Probe("v.mp4", "a", "stream=codec_name"));
        var webp = await Video("--seconds", "1", "--out", _folder.At("v.webp"));
        Succeeded(webp);
        Assert.Contains("silent", webp.Error, StringComparison.Ordinal);
    }

    [ProgramFact("ffprobe")]
    public async Task Video_OfASoundWithoutAnotherName_IsOneThatCarriesIt()
    {
        Succeeded(await FaeProcess.RunIn(_folder.Path, ["video", "model", "--steps", "2", "--seeds", "0-1", "--audio", "tone.wav", "--seconds", "1"]));
        Assert.Equal(["aac"], Probe("video.mp4", "a:0", "stream=codec_name"));
    }

    [ProgramFact("ffprobe")]
    public async Task Video_ModulatedByASound_MovesWithIt()
    {
        Succeeded(await Video("--seconds", "2", "--fps", "20", "--modulate", "source/speed=level:4", "--out", _folder.At("m%02d.png")));
        Succeeded(await Video("--seconds", "2", "--fps", "20", "--out", _folder.At("p%02d.png")));
        byte[] Of(string name) => File.ReadAllBytes(_folder.At(name));
        Assert.NotEqual(MetadataFile.Read(_folder.At("m38.png")), MetadataFile.Read(_folder.At("p38.png")));
        Assert.False(Pixels("m38.png").SequenceEqual(Pixels("p38.png")), "The tone moved nothing.");
        Assert.True(Pixels("m20.png").SequenceEqual(Pixels("p20.png")), "Silence moved something.");
        Assert.NotEmpty(Of("m38.png"));
    }

    [ProgramFact("ffprobe")]
    public async Task Render_OfASetThatBeganLater_HasTheSoundOfThen()
    {
        var set = Record(start: 4.5, seconds: 1.5);
        Succeeded(await FaeProcess.Run(["render", set, "--model", _folder.At("model"), "--audio", _folder.At("tone.wav"), "--fps", "20", "--out", _folder.At("r.mp4")]));
        Assert.InRange(Length("r.mp4"), 1.4, 1.6);

        // 4.5 s is 0.5 s into the third repeat.
        Assert.InRange(FirstLoud("r.mp4", 0.0), Onset - 0.5 - 0.03, Onset - 0.5 + 0.03);
    }

    [ProgramFact("ffprobe")]
    public async Task Video_OfAFileWithoutSound_IsRefusedBeforeAFrame()
    {
        File.WriteAllText(_folder.At("tone.wav"), "no sound at all");
        var run = await Video("--seconds", "1", "--out", _folder.At("v.mp4"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("finds no sound", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("v.mp4")));
    }

    [Theory]
    [InlineData("--seconds and --w-frames", "--seconds", "3", "--w-frames", "10")]
    [InlineData("--seconds is 0", "--seconds", "0")]
    [InlineData("no parameter 'sped'", "--modulate", "sped=low:2")]
    [InlineData("no shape 'lou'", "--modulate", "source/speed=lou:2")]
    [InlineData("PARAMETER=SHAPE:DEPTH", "--modulate", "source/speed")]
    [InlineData("'x' is no number", "--modulate", "source/speed=low:x")]
    public async Task Video_WrongLengthOrModulation_IsRefused(string reason, params string[] more)
    {
        var run = await FaeProcess.Run(["video", _folder.At("model"), "--out", _folder.At("v.webp"), .. more]);
        run.AssertRefused(2, reason);
    }

    [Fact]
    public async Task Video_OfSeconds_HasSoManyFrames()
    {
        foreach (var (more, name) in new[] { ("--fps", "a.webp"), ("--loop", "b.webp") })
        {
            var run = await FaeProcess.Run(["video", _folder.At("model"), "--steps", "2", "--seeds", "0-3", "--seconds", "1.5", "--json", "--out", _folder.At(name), .. more == "--loop" ? [more, "--fps", "20"] : new[] { more, "20" }]);
            Succeeded(run);
            Assert.Contains("\"frames\": 30", run.Output, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private static byte[] Tone()
    {
        var samples = Enumerable.Range(0, (int)(Period * Rate)).Select(i => (short)(i >= Onset * Rate ? 20000 * Math.Sin(2.0 * Math.PI * 440.0 * i / Rate) : 0)).ToArray();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(2 * Rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        Array.ForEach(samples, writer.Write);
        return stream.ToArray();
    }

    private Task<FaeResult> Video(params string[] more) =>
        FaeProcess.Run(["video", _folder.At("model"), "--steps", "2", "--seeds", "0-3", "--audio", _folder.At("tone.wav"), .. more]);

    private byte[] Pixels(string name)
    {
        using var image = SixLabors.ImageSharp.Image.Load<SixLabors.ImageSharp.PixelFormats.Rgba32>(_folder.At(name));
        var rgba = new byte[image.Width * image.Height * 4];
        image.CopyPixelDataTo(rgba);
        return rgba;
    }

    private string[] Probe(string name, string stream, string entries) =>
        Run("ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", entries, "-of", "csv=p=0", _folder.At(name)]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private double Length(string name) => double.Parse(Run("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", _folder.At(name)]), CultureInfo.InvariantCulture);

    private double Seconds(string name, string stream) =>
        Probe(name, stream, "packet=pts_time").Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)).Max() + (1.0 / 60.0);

    private float[] Samples(string name)
    {
        var raw = _folder.At("raw.f32");
        Run("ffmpeg", ["-v", "error", "-y", "-i", _folder.At(name), "-vn", "-ac", "1", "-ar", $"{Rate}", "-f", "f32le", raw]);
        var bytes = File.ReadAllBytes(raw);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
    }

    private double FirstLoud(string name, double from) => (Array.FindIndex(Samples(name), (int)(from * Rate), sample => Math.Abs(sample) > 0.2f) / (double)Rate);

    private double Loudness(string name, double from, double seconds) => Samples(name).Skip((int)(from * Rate)).Take((int)(seconds * Rate)).Max(Math.Abs);

    private static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private string Record(double start, double seconds)
    {
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => CpuFrameEngine.Open(new CpuEngineOptions(ModelFolder.Open(_folder.At("model")))),
            Pacing = PacingMode.Exact,
            Parameters = TestParameters.Of(seed: 3, steps: 2, speed: 1),
            Start = new SessionStart { Seconds = start },
        });
        session.WaitForEngine(Patience.Long);
        session.Control.StartRecording();
        for (var passed = 0.0; passed < seconds - 1e-6; passed += 0.05)
        {
            session.Update(0.05);
        }

        session.Control.StopRecording()!.Save(_folder.At("set.json"));
        return _folder.At("set.json");
    }
}
