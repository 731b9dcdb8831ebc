using FaeRealtime.Engines;
using FaeRealtime.Host.Commands.Soak;
using FaeRealtime.Live.Tests;
using TorchSharp;

namespace FaeRealtime.Host.Tests.Commands.Soak;

[Collection(AloneTests.Name)]
public sealed class SoakRunTests
{
    // Past a swap of models and a change of context.
    private const int Frames = 4200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_MicroModel_LeaksNothingAndTellsWhatItDid(bool torchEngine)
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.Path);
        FrameEngineOptions engine = torchEngine ? new TorchEngineOptions(model, torch.CPU) { Threads = 1 } : new CpuEngineOptions(model) { Threads = 1 };
        var request = new SoakRequest { Engine = engine, Frames = Frames, Seed = 3, Every = 20, Size = 32 };
        var told = 0;

        var report = SoakRun.Run(request, (_, _) => told++, CancellationToken.None);

        Assert.Equal(Frames, report.Frames);
        Assert.True(report is { Changes: > 100, Swaps: 1, Reattached: 1 }, $"{report}");
        Assert.Equal(torchEngine, report.TensorsBefore > 0);
        Assert.Equal((report.GlObjectsBefore, report.TensorsBefore), (report.GlObjectsAfter, report.TensorsAfter));
        Assert.All(report.SlowFrames, frame => Assert.InRange(frame.Ms, 100, report.SlowestMs));
        Assert.Equal(Frames / SoakRun.MemoryEvery, told);
    }
}
