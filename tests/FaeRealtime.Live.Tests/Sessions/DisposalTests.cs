using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Engines.Torch;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class DisposalTests
{
    public static TheoryData<string> Orders => ["session,renderer,context", "context,renderer,session", "renderer,context,session", "context,session,renderer"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Dispose_InAnyOrderTwice_LeaksNothing(string order)
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var (tensors, objects) = (new TensorMeter(), GlObjects.LiveCount);
        var context = EglContext.CreateSurfaceless();
        var renderer = SessionRenderer.Create(context.Gl);
        var session = Play(model, context, renderer, tensors);
        Assert.NotEqual(0, tensors.Count);

        var parts = new Dictionary<string, IDisposable> { ["session"] = session, ["renderer"] = renderer, ["context"] = context };
        foreach (var part in order.Split(',').Concat(order.Split(',')))
        {
            parts[part].Dispose();
        }

        session.Detach();
        Assert.Throws<ObjectDisposedException>(() => session.Update());
        Assert.Equal(SessionState.Closed, session.State);
        Assert.Equal(0, tensors.Count);
        Assert.Equal(objects, GlObjects.LiveCount);
    }

    [Fact]
    public void Dispose_FromAnotherThread_FreesTheTextureAtTheNextDraw()
    {
        var objects = GlObjects.LiveCount;
        using var context = EglContext.CreateSurfaceless();
        using var renderer = SessionRenderer.Create(context.Gl);
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        session.Attach(context.Gl);
        Assert.True(session.Update());
        var held = GlObjects.LiveCount;
        var other = new Thread(session.Dispose);
        other.Start();
        other.Join();
        Assert.Throws<ObjectDisposedException>(() => session.ColorTexture);
        GlDeletionQueue.For(context.Gl).Drain();
        Assert.Equal(held - 1, GlObjects.LiveCount);
        renderer.Dispose();
        Assert.Equal(objects, GlObjects.LiveCount);
    }

    [Fact]
    public void Detach_ThenAttachAnotherContext_GoesOn()
    {
        using var first = EglContext.CreateSurfaceless();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        session.Attach(first.Gl);
        Assert.True(session.Update());
        Assert.NotEqual(0u, session.ColorTexture);
        session.Detach();
        Assert.Equal(0u, session.ColorTexture);
        Assert.True(session.Update(0.1));
        first.Dispose();

        using var second = EglContext.CreateSurfaceless();
        var changes = 0;
        session.TextureChanged += (_, _) => changes++;
        session.Attach(second.Gl);
        Assert.True(session.Update(0.1));
        Assert.NotEqual(0u, session.ColorTexture);
        Assert.Equal(1, changes);
    }

    [Fact]
    public void Dispose_WhileLoading_Ends()
    {
        using var opened = new ManualResetEventSlim();
        var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () =>
            {
                opened.Set();
                return new FakeEngine();
            },
        });
        Assert.True(opened.Wait(Patience.Long));
        session.Dispose();
        session.Dispose();
        Assert.Equal(SessionState.Closed, session.State);
    }

    private static LatentSession Play(Core.Folders.ModelFolder model, EglContext context, SessionRenderer renderer, TensorMeter tensors)
    {
        var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => tensors.Open(() => TorchFrameEngine.Open(new TorchEngineOptions(model, torch.CPU) { Threads = 1 })),
            Pacing = PacingMode.Exact,
        });
        session.Attach(context.Gl);
        using var target = OffscreenTarget.Create(context.Gl, 48, 48);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(session.Update(0.1));
            target.Bind();
            renderer.Draw(session, 48, 48);
        }

        return session;
    }
}
