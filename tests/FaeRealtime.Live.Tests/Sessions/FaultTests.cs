using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Engines;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>What happens to a running session when its files or its context go: the last good frame stays, one clear error, and it goes on without a restart.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingLogger _logger = new();

    public static TheoryData<string, string> Faults => new()
    {
        { "delete", ModelFolder.PixelDecoderFile },
        { "delete", ModelFolder.GeneratorFile },
        { "truncate", ModelFolder.FeatureDecoderFile },
        { "truncate", ModelFolder.PixelDecoderFile },
        { "zero", ModelFolder.PixelDecoderFile },
        { "delete", "config.json" },
        { "truncate", "config.json" },
        { "swap", "config.json" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Reload_FileSpoiledWhileLive_KeepsTheLastFrameAndRecovers(string fault, string file)
    {
        var path = _folder.At("model");
        TestModel.Create(path);
        var whole = File.ReadAllBytes(Path.Combine(path, file));
        using var session = Open(path);
        Present(session, 10);

        // The running engine has what it needs in memory.
        Spoil(Path.Combine(path, file), fault, whole);
        Present(session, 10);
        Assert.Equal((SessionState.Running, 0), (session.State, _logger.Errors));

        session.Reload();
        Assert.True(SpinWait.SpinUntil(() => session.State == SessionState.Failed, Patience.Long));
        Assert.Contains(file, Assert.IsAssignableFrom<FaeException>(session.Failure).Message, StringComparison.Ordinal);
        Assert.Equal((SessionState.Failed, 1), (session.State, _logger.Errors));
        Assert.False(session.Pixels.IsEmpty);
        Assert.False(session.Update() && session.State == SessionState.Running);

        File.WriteAllBytes(Path.Combine(path, file), whole);
        session.Reload();
        session.WaitForEngine(Patience.Long);
        Present(session, 10);
        Assert.Equal((SessionState.Running, 1), (session.State, _logger.Errors));
    }

    [Fact]
    public void Generate_NotANumberWeightsAfterReload_FailsNamingTheFileAndRecovers()
    {
        var path = _folder.At("model");
        TestModel.Create(path);
        using var session = Open(path);
        Present(session, 10);
        TestModel.Create(path, spoiled: float.NaN);
        session.Reload();
        Assert.True(SpinWait.SpinUntil(() => session.State == SessionState.Failed, Patience.Long));
        Assert.Contains(ModelFolder.GeneratorFile, session.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(1, _logger.Errors);
        Assert.False(session.Pixels.IsEmpty);

        TestModel.Create(path);
        session.Reload();
        session.WaitForEngine(Patience.Long);
        Present(session, 10);
    }

    [Fact]
    public void Update_ContextDestroyedUnderTheSession_GoesOnInAnother()
    {
        var before = GlObjects.LiveCount;
        TestModel.Create(_folder.At("model"));
        using (var session = Open(_folder.At("model")))
        {
            var first = EglContext.CreateSurfaceless();
            session.Attach(first.Gl);
            Present(session, 10);
            Assert.NotEqual(0u, session.ColorTexture);
            first.Dispose();
            Assert.Throws<GraphicsException>(() => Present(session, 10));
            Assert.Equal(SessionState.Running, session.State);

            using var second = EglContext.CreateSurfaceless();
            session.Attach(second.Gl);
            Present(session, 10);
            Assert.NotEqual(0u, session.ColorTexture);
            session.Detach();
        }

        Assert.Equal(before, GlObjects.LiveCount);
    }

    public void Dispose() => _folder.Dispose();

    private static void Spoil(string file, string fault, byte[] whole)
    {
        switch (fault)
        {
            case "delete":
                File.Delete(file);
                break;
            case "truncate":
                // In place, as a full disk or a broken copy leaves it; not a new file beside the mapped one.
                using (var stream = File.OpenWrite(file))
                {
                    stream.SetLength(whole.Length / 2);
                }

                break;
            case "zero":
                File.WriteAllBytes(file, new byte[whole.Length]);
                break;
            default:
                File.WriteAllText(file, """{ "name": "another" }""");
                break;
        }
    }

    private static void Present(LatentSession session, int frames)
    {
        for (var i = 0; i < frames;)
        {
            i += session.WaitForFrame(Patience.Long) && session.Update() ? 1 : 0;
        }
    }

    private LatentSession Open(string path) => LatentSession.Create(new SessionOptions
    {
        OpenEngine = () => CpuFrameEngine.Open(new CpuEngineOptions(ModelFolder.Open(path)) { Threads = 1 }),
        Parameters = TestParameters.Of(speed: 8, steps: 2, fps: 500, kind: 1),
        Logger = _logger,
    });
}
