using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Graphics.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>A device that was reset, as far as a driver tells it: a real one cannot be made here.</summary>
[Collection(nameof(CountingContext))]
public sealed class DeviceResetTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(GLEnum.GuiltyContextReset, "what this context gave it")]
    [InlineData(GLEnum.InnocentContextReset, "what another context gave it")]
    [InlineData(GLEnum.UnknownContextReset, "the driver does not know")]
    public void Session_WhoseDeviceIsReset_SaysSoAndOpensAgainOrFallsBack(GLEnum status, string cause)
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        var context = new CountingContext(shared);
        var options = new GlEngineOptions(RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(2))) { Context = context };
        using var session = LatentSession.Create(new SessionOptions { Engine = options, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience);
        session.Attach(drawing.Gl);
        Show(session);

        CountingContext.ResetStatus = (int)status;
        try
        {
            var failure = Assert.Throws<GraphicsException>(() => session.Update(1.0 / 30));
            Assert.Equal((SessionState.Failed, failure), (session.State, session.Failure));
            Assert.Contains(cause, failure.Message, StringComparison.Ordinal);
            Assert.Contains(shared.Renderer, failure.Message, StringComparison.Ordinal);
            Assert.NotEqual(0u, session.ColorTexture);

            // The context stays without memory: nothing opens on it, and the processor takes over where that was allowed.
            Elsewhere(context, () =>
            {
                Assert.Throws<GraphicsException>(options.Open);
                using var engine = (options with { Fallback = new CpuEngineOptions() }).Open();
                Assert.Equal(EngineKind.Cpu, engine.Info.Kind);
                Assert.Contains("was reset", engine.Info.Reason, StringComparison.Ordinal);
            });
        }
        finally
        {
            CountingContext.ResetStatus = 0;
        }

        session.Reload();
        session.WaitForEngine(Patience);
        Show(session);
    }

    public void Dispose() => _folder.Dispose();

    private static void Show(LatentSession session) => Assert.True(SpinWait.SpinUntil(() => session.Update(1.0 / 30), Patience));

    private static void Elsewhere(CountingContext context, Action act)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            failure = Record.Exception(act);
            context.ReleaseCurrent();
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
