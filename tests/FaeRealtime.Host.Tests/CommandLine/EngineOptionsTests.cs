using System.CommandLine;
using FaeRealtime.Engines;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Tests.Exchange;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.CommandLine;

/// <summary>The engine that is taken where none is named.</summary>
public sealed class EngineOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("starflow", false)]
    [InlineData("starflow", true)]
    [InlineData("tarflow", true)]
    [InlineData("ddt", true)]
    public void Read_NothingChosenForAGeneratorOfTorchAlone_IsTorchAndSaysWhy(string network, bool live)
    {
        var engine = Read(network, live);

        Assert.Equal(EngineKind.Torch, engine.Kind);
        Assert.Equal("the CPU engine has no form of this generator", engine.Reason);
    }

    [Fact]
    public void Read_NothingChosenForFilesOfAnMMDiT_IsTheProcessor() => Assert.Equal(EngineKind.Cpu, Read("mmdit", live: false).Kind);

    [Fact]
    public void Read_NothingChosenForALiveMMDiT_IsAGpuOrTheProcessor() => Assert.Equal(Renderers.Gpu(out _) is null ? EngineKind.Cpu : EngineKind.Gl, Read("mmdit", live: true).Kind);

    private FrameEngineOptions Read(string network, bool live)
    {
        var options = new EngineOptions();
        var command = new Command("show");
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        return options.Read(command.Parse([]), OfficialNetwork.Create(_folder.At(network), OfficialNetwork.Model(network)), live);
    }
}
