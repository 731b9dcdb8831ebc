using FaeRealtime.Host.Soak;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Soak;

public sealed class SoakRunTests
{
    // Past a swap of models and a change of context.
    private const int Frames = 4200;

    [Fact]
    public void Run_MicroModel_LeaksNothingAndTellsWhatItDid()
    {
        using var folder = new TemporaryFolder();
        var request = new SoakRequest { Engine = new CpuEngineOptions(TestModel.Create(folder.Path)) { Threads = 1 }, Frames = Frames, Seed = 3, Every = 20, Size = 32 };
        var told = 0;

        var report = SoakRun.Run(request, (_, _) => told++, CancellationToken.None);

        Assert.Equal(Frames, report.Frames);
        Assert.True(report is { Changes: > 100, Swaps: 1, Reattached: 1 }, $"{report}");
        Assert.Equal((report.GlObjectsBefore, report.TensorsBefore), (report.GlObjectsAfter, report.TensorsAfter));
        Assert.All(report.SlowFrames, frame => Assert.InRange(frame.Ms, 100, report.SlowestMs));
        Assert.Equal(Frames / SoakRun.MemoryEvery, told);
    }
}
