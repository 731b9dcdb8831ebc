using System.Buffers.Binary;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Live.Time;
using FaeRealtime.Remote.Audio;
using FaeRealtime.Video.Tests;

namespace FaeRealtime.Remote.Tests.Audio;

public sealed class AudioInputTests : IDisposable
{
    private const int Rate = 8000;
    private readonly TemporaryFolder _folder = new();

    [FfmpegFact]
    public void Advance_FileOfBeats_RisesWithEachAndRepeats()
    {
        // A low beat of 50 ms at every half second.
        var file = Write("beats.wav", 2.0, t => t % 0.5 < 0.05 ? 0.8 * Math.Sin(2 * Math.PI * 100 * t) : 0.0);
        var levels = Play(file, 200);

        for (var beat = 0; beat < 8; beat++)
        {
            Assert.InRange(levels[(beat * 25) + 3], 0.6, 1.0);
            Assert.InRange(levels[(beat * 25) + 24], 0.0, 0.3);
        }

        Assert.Equal(levels, Play(file, 200));
    }

    [FfmpegFact]
    public void Advance_FileThatIsNoSound_IsSilentAndSaysWhyOnce()
    {
        var file = _folder.At("text.wav");
        File.WriteAllText(file, "no sound at all");
        List<string> said = [];
        using (var input = AudioInput.Open(file, exact: true, said.Add))
        {
            input.Advance(1.0);
            Assert.Equal(0, input.Level(AudioBand.All));
            Assert.True(SpinWait.SpinUntil(() => said.Count > 0, Patience.Long));
        }

        Assert.Contains("text.wav", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.wav")]
    [InlineData("http://127.0.0.1/a.wav")]
    [InlineData("lavfi:sine")]
    public void Open_NeitherFileNorDevice_Refused(string source) => Assert.Throws<ConfigException>(() => AudioInput.Open(source, exact: false, _ => { }));

    [Fact]
    public void Open_DeviceForAVideo_Refused() => Assert.Throws<ConfigException>(() => AudioInput.Open("pulse:default", exact: true, _ => { }));

    public void Dispose() => _folder.Dispose();

    private static double[] Play(string file, int frames)
    {
        using var input = AudioInput.Open(file, exact: true, _ => { });
        return [.. Enumerable.Range(0, frames).Select(_ =>
        {
            input.Advance(0.02);
            return input.Level(AudioBand.Low);
        })];
    }

    private string Write(string name, double seconds, Func<double, double> wave)
    {
        var samples = (int)(seconds * Rate);
        var bytes = new byte[44 + (samples * 2)];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), samples * 2);
        for (var i = 0; i < samples; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + (i * 2)), (short)(wave((double)i / Rate) * short.MaxValue));
        }

        var path = _folder.At(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
