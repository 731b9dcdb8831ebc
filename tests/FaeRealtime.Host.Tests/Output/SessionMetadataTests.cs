using System.Text.Json.Nodes;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Tests.Output;

public sealed class SessionMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Feature)]
    public async Task Write_MomentOfALiveSession_IsRemadeEqual(SourceSpace space)
    {
        var model = TestModel.Create(_folder.At("model"));
        var engine = new CpuEngineOptions(ModelFolder.Open(model.Path));
        using (var session = LatentSession.Create(new SessionOptions { Engine = engine, Parameters = TestParameters.Of(seed: 3, space: space, steps: 2, speed: 3, fps: 500) }))
        {
            for (var i = 0; i < 30;)
            {
                i += session.WaitForFrame(Patience.Long) && session.Update() ? 1 : 0;
            }

            SessionMetadata.WriteImage(_folder.At("moment.png"), session, engine, "live");
        }

        var run = await FaeProcess.Run(["remake", _folder.At("moment.png"), "--model", model.Path, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("\"equal\": true", run.Output, StringComparison.Ordinal);

        // For people without the numbers, for programs with all of them.
        var (told, whole) = (await FaeProcess.Run(["info", _folder.At("moment.png")]), await FaeProcess.Run(["info", _folder.At("moment.png"), "--json"]));
        Assert.Contains("characters; --json prints them", told.Output, StringComparison.Ordinal);
        Assert.All(told.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 300));
        Assert.Equal(MetadataFile.Read(_folder.At("moment.png")), JsonNode.Parse(whole.Output)!.ToJsonString());
    }

    [Fact]
    public void Metadata_OfAModelThatFollowedAnother_NameTheOneThatRuns()
    {
        var (first, second) = (TestModel.Create(_folder.At("first")), TestModel.Create(_folder.At("second"), TestModel.Micro with { Name = "other" }));
        var engine = new CpuEngineOptions(first);
        using var session = LatentSession.Create(new SessionOptions { Engine = engine, Models = _ => engine.For(second).Open(), Parameters = TestParameters.Of(fps: 500), Pacing = PacingMode.Exact });
        session.Update(0.1);
        var before = SessionMetadata.Of(session, engine, "live");
        session.Control.Apply(session.Parameters! with { Model = "by another name" });
        session.Update(0.1);
        var after = SessionMetadata.Of(session, engine, "live");

        Assert.Equal(("first", first.ShortHash), (before.Model, before.ModelHash));
        Assert.Equal(("second", second.ShortHash), (after.Model, after.ModelHash));
    }

    [Fact]
    public void Write_BeforeTheFirstFrame_Refused()
    {
        var model = TestModel.Create(_folder.At("model"));
        var engine = new CpuEngineOptions(ModelFolder.Open(model.Path));
        using var session = LatentSession.Create(new SessionOptions { Engine = engine });

        Assert.Throws<ImageFileException>(() => SessionMetadata.WriteImage(_folder.At("a.png"), session, engine, "live"));
        Assert.False(File.Exists(_folder.At("a.png")));
    }

    public void Dispose() => _folder.Dispose();
}
