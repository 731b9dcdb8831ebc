using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Export;

namespace FaeRealtime.Training.Tests.Export;

public sealed class RunHistoryTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fae-log-{Guid.NewGuid():N}.jsonl");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_StepsDoneTwice_CountAsTheLastTime()
    {
        Write(Step(10, 5), Step(20, 4), Step(30, 3), Step(20, 3.5), Step(30, 2.5));

        Assert.Equal([(10, 5.0), (20, 3.5), (30, 2.5)], RunHistory.Read(_path).Points("ia", "loss"));
    }

    [Fact]
    public void Read_TwoStages_AreApart()
    {
        Write(Step(10, 5), "{\"time\":\"t\",\"stage\":\"ib\",\"step\":10,\"heldOut.psnr\":21.5}");

        var history = RunHistory.Read(_path);

        Assert.Empty(history.Points("ib", "loss"));
        Assert.Equal([("psnr", 21.5)], history.LastHeldOut("ib"));
        Assert.Empty(history.LastHeldOut("ia"));
    }

    [Fact]
    public void Read_HalfWrittenLastLine_IsLeftOut()
    {
        Write(Step(10, 5), "{\"time\":\"2026-");

        Assert.Equal(10, Assert.Single(RunHistory.Read(_path).Points("ia", "loss")).Step);
    }

    [Fact]
    public void Read_DamagedLineWithin_NamesFileAndLine()
    {
        Write("{}", Step(10, 5));

        Assert.Contains($"{_path}, line 1", Assert.Throws<ConfigException>(() => RunHistory.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AbsentLog_IsEmpty() => Assert.Empty(RunHistory.Read(_path).Points("ia", "loss"));

    private void Write(params string[] lines) => File.WriteAllLines(_path, lines);

    private static string Step(int step, double loss) => FormattableString.Invariant($"{{\"time\":\"t\",\"stage\":\"ia\",\"step\":{step},\"loss\":{loss}}}");
}
