using System.Text.Json.Nodes;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Tests;

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
    public async Task Render_ModelTrainedFurther_PlaysItAndSaysSo()
    {
        var (model, set) = Record();
        var before = ModelFolder.Open(model).ShortHash;
        Directory.CreateDirectory(_folder.At("content"));
        Directory.CreateDirectory(_folder.At("elsewhere"));
        Directory.Move(model, _folder.At("content/model"));
        Retrain("content/model");
        TestModel.Create(_folder.At("content/micro"));
        Retrain("content/micro", 0.25f);
        var (byFolder, byName) = (ModelFolder.Open(_folder.At("content/model")).ShortHash, ModelFolder.Open(_folder.At("content/micro")).ShortHash);
        Assert.NotEqual(before, byFolder);

        await Plays(byFolder);
        Directory.Delete(_folder.At("content/model"), recursive: true);
        await Plays(byName);

        // The very one is taken wherever it lies, without a word.
        TestModel.Create(_folder.At("elsewhere/deep/one"));
        var run = await Render();
        Succeeded(run);
        Assert.DoesNotContain("may differ", run.Error, StringComparison.Ordinal);
        Assert.Contains("may differ", (await FaeProcess.Run(["render", set, "--model", _folder.At("content/micro"), "--fps", "10", "--out", _folder.At("b.webp")])).Error, StringComparison.Ordinal);

        Task<FaeResult> Render() => FaeProcess.RunIn(_folder.At("elsewhere"), ["render", set, "--fps", "10", "--out", _folder.At("a.webp")], ("FAE_CONTENT", _folder.At("content")));

        async Task Plays(string hash)
        {
            var run = await Render();
            Succeeded(run);
            var line = Assert.Single(run.Error.Split('\n'), line => line.Contains("may differ", StringComparison.Ordinal));
            Assert.Contains(before, line, StringComparison.Ordinal);
            Assert.Contains(hash, line, StringComparison.Ordinal);
            Assert.Equal(hash, MetadataFile.ReadGeneration(_folder.At("a.webp")).ModelHash);
        }
    }

    [Fact]
    public async Task Render_WithoutAModel_FindsItByItsHash()
    {
        var (model, set) = Record();
        Directory.CreateDirectory(_folder.At("content"));
        Directory.CreateDirectory(_folder.At("elsewhere"));
        Directory.Move(model, _folder.At("content/of another name"));
        TestModel.Create(_folder.At("content/micro"), TestModel.Micro with { Name = "other" });
        Succeeded(await FaeProcess.RunIn(_folder.At("elsewhere"), ["render", set, "--fps", "10", "--out", _folder.At("a.webp")], ("FAE_CONTENT", _folder.At("content"))));

        // Below the current folder.
        Succeeded(await FaeProcess.RunIn(_folder.Path, ["render", set, "--fps", "10", "--out", _folder.At("b.webp")], ("FAE_CONTENT", _folder.At("none"))));
        Assert.Equal(File.ReadAllBytes(_folder.At("a.webp")), File.ReadAllBytes(_folder.At("b.webp")));

        // A recording that does not name the folder, as those of before.
        (SessionRecording.Load(set) with { Folder = null }).Save(set);
        Succeeded(await FaeProcess.RunIn(_folder.At("elsewhere"), ["render", set, "--fps", "10", "--out", _folder.At("c.webp")], ("FAE_CONTENT", _folder.At("content"))));

        // The same once more out of the video itself.
        Succeeded(await FaeProcess.RunIn(_folder.At("elsewhere"), ["render", _folder.At("c.webp"), "--fps", "10", "--out", _folder.At("d.webp")], ("FAE_CONTENT", _folder.At("content"))));
        Assert.Equal(File.ReadAllBytes(_folder.At("c.webp")), File.ReadAllBytes(_folder.At("d.webp")));
        Directory.Delete(_folder.At("content/of another name"), recursive: true);
        (await FaeProcess.RunIn(_folder.Path, ["render", set, "--out", _folder.At("e.webp")], ("FAE_CONTENT", _folder.At("content")))).AssertRefused(2, "Give --model its folder");
    }

    [Fact]
    public async Task Render_OfASize_HasIt()
    {
        var (model, set) = Record();
        var run = await FaeProcess.Run(["render", set, "--model", model, "--fps", "10", "--size", "96", "--out", _folder.At("a.webp")]);
        Succeeded(run);
        Assert.Contains("96x96", run.Output, StringComparison.Ordinal);
        using var video = AnimatedImage.Load(_folder.At("a.webp"));
        Assert.Equal((96, 96), (video.Width, video.Height));
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

    private void Retrain(string model, float value = 0.5f) => TestModel.Create(_folder.At(model), spoiled: value);

    private (string Model, string Set) Record(SourceSpace space = SourceSpace.Noise)
    {
        var model = TestModel.Create(_folder.At("model"));
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => CpuFrameEngine.Open(new CpuEngineOptions(ModelFolder.Open(model.Path))),
            Pacing = PacingMode.Exact,
            Parameters = TestParameters.Of(seed: 3, space: space, steps: 2, speed: 4),
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
