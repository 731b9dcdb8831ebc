using System.Text.Json.Nodes;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class RenderCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Feature)]
    public async Task Render_RecordedSetTwice_IsTheSameFileWithEveryChange(SourceSpace space)
    {
        var (model, set) = Record(space);
        Succeeded(await FaeProcess.Run(["render", set, "--model", model, "--fps", "25", "--out", _folder.At("a.webp")]));
        Succeeded(await FaeProcess.Run(["render", set, "--model", model, "--fps", "25", "--out", _folder.At("b.webp")]));

        Assert.Equal(File.ReadAllBytes(_folder.At("a.webp")), File.ReadAllBytes(_folder.At("b.webp")));
        Assert.Contains("\"events\"", MetadataFile.Read(_folder.At("a.webp")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_OtherModel_Refused()
    {
        var (_, set) = Record();
        TestModel.Create(_folder.At("other"), TestModel.Micro with { Name = "other" });
        var run = await FaeProcess.Run(["render", set, "--model", _folder.At("other"), "--out", _folder.At("a.webp")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("recorded with model", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("a.webp")));
    }

    [Fact]
    public async Task Render_SetOfAMovingSlider_IsNamedInTheVideoWhereItHasNoRoom()
    {
        var (model, path) = Record();
        var set = SessionRecording.Load(path);
        var events = Enumerable.Range(0, 3000).Select(i => new SessionEvent { At = i * 0.8 / 3000, Change = new JsonObject { ["source"] = new JsonObject { ["x"] = i / 7.0 } } });
        (set with { Events = [.. events] }).Save(path);
        Succeeded(await FaeProcess.Run(["render", path, "--model", model, "--fps", "10", "--out", _folder.At("a.webp")]));

        var metadata = MetadataFile.ReadGeneration(_folder.At("a.webp"));
        Assert.Null(metadata.Set);
        Assert.StartsWith("set.json sha256:", metadata.SetFile, StringComparison.Ordinal);
        Assert.Equal(8, metadata.Video!.Frames);
    }

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private (string Model, string Set) Record(SourceSpace space = SourceSpace.Noise)
    {
        var model = TestModel.Create(_folder.At("model"));
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => CpuFrameEngine.Open(new CpuEngineOptions(ModelFolder.Open(model.Path))),
            Pacing = PacingMode.Exact,
            Parameters = Wish.Of(seed: 3, space: space, steps: 2, speed: 4),
        });
        var control = session.Control;
        session.WaitForEngine(Patience.Long);
        control.StartRecording();
        for (var i = 0; i < 20; i++)
        {
            session.Update(0.04);
            if (i == 10)
            {
                control.Act(SessionAction.NewSeed);
            }
        }

        control.StopRecording()!.Save(_folder.At("set.json"));
        return (model.Path, _folder.At("set.json"));
    }
}
