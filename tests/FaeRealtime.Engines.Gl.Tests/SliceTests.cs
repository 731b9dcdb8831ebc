using System.Diagnostics;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Tests.State;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>The engine inside an application's only context, a slice at each update.</summary>
public sealed class SliceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    private ModelFolder Small => field ??= RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(2));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Session_InSlices_ShowsThePicturesOfAContextOfItsOwn(bool textToImage)
    {
        var folder = textToImage ? TextToImageModel.Create(Path.Combine(_folder.Path, "text"), 3) : Small;
        using var drawing = EglContext.CreateSurfaceless();
        using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromMilliseconds(1));
        using var session = Exact(new GlEngineOptions(folder) { Context = slices, HalfWeights = false });
        session.WaitForEngine(Patience);
        session.Attach(drawing.Gl);
        using var alone = Exact(new GlEngineOptions(folder) { HalfWeights = false });
        for (var i = 0; i < 4; i++)
        {
            Assert.True(session.Update(1.0 / 30));
            alone.Update(1.0 / 30);
            Assert.Equal(alone.Pixels.ToArray(), Read(drawing.Gl, session));
        }

        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Assert.Equal(0, session.ReadStatistics().HostPixelBytes);
        Assert.Contains("slices", Assert.Throws<GraphicsException>(slices.EnsureCurrent).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_OfTheRoomsPage_ShowsAPicture()
    {
        using var drawing = EglContext.CreateSurfaceless();
        var (gl, folder) = (drawing.Gl, Small);

        // example
        using var slices = GlSlices.Create(gl, TimeSpan.FromMilliseconds(4));              // on the thread that draws, while its context is current
        using var session = LatentSession.Create(new SessionOptions { Engine = new GlEngineOptions(folder) { Context = slices } });
        session.Attach(gl);                                                                // each session.Update() computes for 4 ms; the picture is shown when it is whole
        // end
        Show(session, 1);
        Assert.NotEqual(0u, session.ColorTexture);
    }

    /// <summary>Everything that an application may have left bound, one after the other and all at last: the same pictures, and its state as it was after each update.</summary>
    [Fact]
    public void Update_WhateverTheApplicationLeftSet_SamePicturesAndStateAsBefore()
    {
        using var drawing = EglContext.CreateSurfaceless();
        var (gl, host) = (drawing.Gl, new HostObjects(drawing.Gl));
        using var slices = GlSlices.Create(gl, TimeSpan.FromMilliseconds(1));
        using var session = Exact(new GlEngineOptions(Small) { Context = slices, HalfWeights = false });
        session.Attach(gl);
        using var alone = Exact(new GlEngineOptions(Small) { HalfWeights = false });
        session.Update(1.0 / 30);
        alone.Update(1.0 / 30);
        gl.BeginQuery(QueryTarget.TimeElapsed, gl.GenQuery());
        foreach (var (name, set) in HostileState.All)
        {
            set(gl, host);
            var before = StateSnapshot.Read(gl);
            Assert.True(session.Update(1.0 / 30));
            Assert.Equal(before, StateSnapshot.Read(gl));
            Assert.Equal(GLEnum.NoError, gl.GetError());
            alone.Update(1.0 / 30);

            // Beside the application's context, whose state would change what is read.
            Assert.True(alone.Pixels.SequenceEqual(Beside(drawing, session)), name);
        }

        gl.EndTransformFeedback();
        gl.EndQuery(QueryTarget.TimeElapsed);
        Assert.Equal(GLEnum.NoError, gl.GetError());
    }

    /// <summary>Live: an update does not wait for a frame, and the frame comes after some updates.</summary>
    [Fact]
    public void Update_Live_ReturnsBeforeTheFrameIsWhole()
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromTicks(1));
        using var session = Live(slices);
        session.Attach(drawing.Gl);
        Assert.False(session.Update());
        session.WaitForEngine(Patience);
        int frames = 0, updates = 0;
        for (var started = Stopwatch.StartNew(); frames < 5 && started.Elapsed < Patience; updates++)
        {
            frames += session.Update() ? 1 : 0;
        }

        Assert.Equal(5, frames);
        Assert.True(updates > 50, $"{updates} updates made {frames} frames of more kernels each.");
    }

    /// <summary>A device that says how long a slice took: as many kernels come into the next ones as the budget allows.</summary>
    [Fact]
    public void Slice_FromMeasuredOnes_HoldsWhatTheBudgetAllows()
    {
        using var drawing = EglContext.CreateSurfaceless();
        var timed = new TimedContext(drawing, nanosecondsOfAKernel: 10_000_000);
        using var slices = GlSlices.Create(timed.Gl, TimeSpan.FromMilliseconds(60));
        using var session = Live(slices);
        session.Attach(timed.Gl);
        session.WaitForEngine(Patience);
        List<int> kernels = [];
        for (var frames = 0; frames < 20;)
        {
            var before = TimedContext.Kernels;
            frames += session.Update() ? 1 : 0;
            kernels.Add(TimedContext.Kernels - before);
        }

        // Kernels are weighed by what they do, and this device takes the same for each.
        var later = kernels.Skip(kernels.Count / 2).Where(count => count > 0).ToArray();
        Assert.InRange(later.Max(), 3, 12);
    }

    [Fact]
    public void Dispose_InTheMiddleOfAFrameOrOfOpening_Returns()
    {
        using var drawing = EglContext.CreateSurfaceless();
        foreach (var updates in new[] { 0, 1, 40, 400, 3000 })
        {
            using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromTicks(1));
            var states = new List<SessionState>();
            var session = Live(slices);
            session.StateChanged += (_, _) => states.Add(session.State);
            session.Attach(drawing.Gl);
            for (var i = 0; i < updates; i++)
            {
                session.Update();
            }

            session.Dispose();
            Assert.Equal(SessionState.Closed, session.State);
            Assert.DoesNotContain(SessionState.Failed, states);
            Exception? failure = null;
            var generator = new Thread(() => failure = Record.Exception(() => GlFrameEngine.Open(new GlEngineOptions(Small) { Context = slices })));
            generator.Start();
            generator.Join();
            Assert.IsType<OperationCanceledException>(failure);
        }
    }

    [Fact]
    public void Context_ReplacedByAnother_FailsTheSession_AndReloadGoesOnThere()
    {
        var drawing = EglContext.CreateSurfaceless();
        using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromMilliseconds(1));
        using var session = Live(slices);
        session.Attach(drawing.Gl);
        Show(session, 2);
        drawing.Dispose();

        using var other = EglContext.CreateSurfaceless();
        slices.Attach(other.Gl);
        session.Attach(other.Gl);
        for (var started = Stopwatch.StartNew(); session.State != SessionState.Failed && started.Elapsed < Patience;)
        {
            session.Update();
        }

        Assert.Contains("Reload", Assert.IsType<GraphicsException>(session.Failure).Message, StringComparison.Ordinal);
        session.Reload();
        Show(session, 2);
        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Assert.True(Read(other.Gl, session).Distinct().Count() > 10);
    }

    [Fact]
    public unsafe void Update_WithoutTheContext_SaysSo_AndAFailureInAPieceReachesTheSession()
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromMilliseconds(1));
        using var session = Live(slices);
        drawing.ReleaseCurrent();

        // As soon as the generator thread asks for something.
        Exception? failure = null;
        Assert.True(SpinWait.SpinUntil(() => (failure = Record.Exception(() => session.Update())) is not null, Patience));
        Assert.Contains("not current", Assert.IsType<GraphicsException>(failure).Message, StringComparison.Ordinal);
        drawing.MakeCurrent();
        session.WaitForEngine(Patience);

        var refusing = GL.GetApi(name => name == "glMapBufferRange" ? (nint)(delegate* unmanaged<int, nint, nint, int, void*>)&Refuse : drawing.Gl.Context.GetProcAddress(name));
        using var other = GlSlices.Create(refusing, TimeSpan.FromMilliseconds(1));
        using var failing = Live(other);
        Assert.Contains("maps no memory", Assert.Throws<GraphicsException>(() => failing.WaitForEngine(Patience)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GlSlices.Create(drawing.Gl, TimeSpan.Zero));
    }

    /// <summary>Everything that the README says, at once and in the middle of a frame: whoever waits gets the new engine.</summary>
    [Fact]
    public void Context_ReplacedAndReloadedAtOnce_Runs()
    {
        var drawing = EglContext.CreateSurfaceless();
        using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromTicks(1));
        using var session = Live(slices);
        session.Attach(drawing.Gl);
        Show(session, 1);
        session.Update();
        drawing.Dispose();

        using var other = EglContext.CreateSurfaceless();
        slices.Attach(other.Gl);
        session.Attach(other.Gl);
        session.Reload();
        session.WaitForEngine(Patience);
        Show(session, 1);
    }

    /// <summary>An engine that the session's own options do not name, and what would wait for ever.</summary>
    [Fact]
    public async Task Slices_OfAnEngineOfTheCallersOwn_AreServedAndEnd_AndWhatWouldHangIsRefused()
    {
        using var drawing = EglContext.CreateSurfaceless();
        using (var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromMilliseconds(1)))
        {
            var engine = new GlEngineOptions(Small) { Context = slices };
            Assert.Contains("wait for itself", Assert.Throws<GraphicsException>(engine.Open).Message, StringComparison.Ordinal);
            using var session = LatentSession.Create(new SessionOptions { OpenEngine = engine.Open, UpdateWork = slices });
            session.Attach(drawing.Gl);
            Show(session, 1);
            Assert.Throws<InvalidOperationException>(() => session.ReadFramesAsync());
        }

        using (var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromMilliseconds(1)))
        {
            var refused = await Assert.ThrowsAsync<ArgumentException>(() => LatentSession.OpenAsync(Small.Path, new SessionOptions { Engine = new GlEngineOptions { Context = slices } }));
            Assert.Contains("Create", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Update_ExactWithoutTheContext_SaysSo()
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromMilliseconds(1));
        using var session = Exact(new GlEngineOptions(Small) { Context = slices });
        drawing.ReleaseCurrent();
        Assert.Contains("not current", Assert.Throws<GraphicsException>(() => session.Update(0.1)).Message, StringComparison.Ordinal);
        drawing.MakeCurrent();
    }

    /// <summary>Whenever a session ends, all that its engine had in the application's context goes.</summary>
    // What an earlier session had may still be on its way out.
    private static int Settled(EglContext drawing)
    {
        var (count, same) = (-1, 0);
        while (same < 10)
        {
            GlDeletionQueue.For(drawing.Gl).Drain();
            same = GlObjects.LiveCount == count ? same + 1 : 0;
            count = GlObjects.LiveCount;
            Thread.Sleep(30);
        }

        return count;
    }

    [Fact]
    public void Dispose_OfTheSlices_LeavesNoObject()
    {
        using var drawing = EglContext.CreateSurfaceless();
        var before = Settled(drawing);
        foreach (var updates in new[] { 3, 60, 500 })
        {
            var slices = GlSlices.Create(drawing.Gl, TimeSpan.FromTicks(1));
            var session = Live(slices);
            session.Attach(drawing.Gl);
            for (var i = 0; i < updates; i++)
            {
                session.Update();
            }

            session.Detach();
            var other = new Thread(session.Dispose);
            other.Start();
            other.Join();
            slices.Dispose();
            Assert.Equal(before, GlObjects.LiveCount);
        }
    }

    public void Dispose() => _folder.Dispose();

    [UnmanagedCallersOnly]
    private static unsafe void* Refuse(int target, nint offset, nint length, int access) => null;

    private LatentSession Live(GlSlices slices) => LatentSession.Create(new SessionOptions
    {
        Engine = new GlEngineOptions(Small) { Context = slices },
        Parameters = new SessionParameters { Source = new SourceParameters { Mode = SourceMode.Walk } },
    });

    private static LatentSession Exact(GlEngineOptions engine) => LatentSession.Create(new SessionOptions
    {
        Engine = engine,
        Pacing = PacingMode.Exact,
        Parameters = new SessionParameters { Source = new SourceParameters { Mode = SourceMode.Walk } },
    });

    private static void Show(LatentSession session, int frames)
    {
        for (var started = Stopwatch.StartNew(); frames > 0;)
        {
            Assert.True(started.Elapsed < Patience, "No frame came.");
            frames -= session.Update() ? 1 : 0;
        }
    }

    private static byte[] Beside(EglContext drawing, LatentSession session)
    {
        using var beside = GlContexts.ShareCurrent();
        drawing.Gl.Finish();
        beside.EnsureCurrent();
        var pixels = Read(beside.Gl, session);
        beside.ReleaseCurrent();
        drawing.MakeCurrent();
        return pixels;
    }

    private static unsafe byte[] Read(GL gl, LatentSession session)
    {
        session.TryGetFrame(out var frame);
        var pixels = new byte[frame.Width * frame.Height * 4];
        gl.BindTexture(TextureTarget.Texture2D, session.ColorTexture);
        fixed (byte* target = pixels)
        {
            gl.GetTexImage(TextureTarget.Texture2D, 0, PixelFormat.Rgba, PixelType.UnsignedByte, target);
        }

        return pixels;
    }
}
