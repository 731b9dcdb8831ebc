using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Testing;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>From the engine's context into the texture of a context that draws, without the processor's memory.</summary>
[Collection(nameof(CountingContext))]
public sealed unsafe class SharedPictureTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    private static ModelFolder Default => ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

    [Fact]
    public void Session_WithASharedContext_ShowsThePicturesOfHostMemory()
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        var device = Frames(drawing.Gl, new GlEngineOptions(Default) { Context = shared }, 3);
        var host = Frames(drawing.Gl, new GlEngineOptions(Default), 3);

        Assert.Equal(SharingPath.Device, device.Sharing.Path);
        Assert.Contains("textures of", device.Sharing.Reason, StringComparison.Ordinal);
        Assert.Equal(SharingPath.Host, host.Sharing.Path);
        Assert.Contains("context of its own", host.Sharing.Reason, StringComparison.Ordinal);
        Assert.Equal(host.Pictures, device.Pictures);
        Assert.True(device.Pictures[^1].Distinct().Count() > 50);
        Assert.Equal(0, device.HostPixels);
    }

    [Fact]
    public void Example_OfTheRoomsPage_LeavesThePictureOnTheDevice()
    {
        using var drawing = EglContext.CreateSurfaceless();
        var folder = Small();

        // example
        using var shared = GlContexts.ShareCurrent();                                      // on the thread that draws
        using var session = LatentSession.Create(new SessionOptions { Engine = new GlEngineOptions(folder) { Context = shared } });
        // end
        session.WaitForEngine(Patience);
        session.Attach(drawing.Gl);
        Assert.True(session.WaitForFrame(Patience));
        Show(session, 1);
        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Assert.NotEqual(0u, session.ColorTexture);
    }

    [Fact]
    public void Session_AttachedToAnotherContext_GoesThroughHostMemoryAndSaysWhy()
    {
        using var first = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        using var other = EglContext.CreateSurfaceless();
        var shown = Frames(other.Gl, new GlEngineOptions(Small()) { Context = shared }, 2);

        Assert.Equal(SharingPath.Host, shown.Sharing.Path);
        Assert.Contains("not the one that the engine shares", shown.Sharing.Reason, StringComparison.Ordinal);
        Assert.True(shown.Pictures[^1].Distinct().Count() > 10);
    }

    /// <summary>What a driver sees of a thousand shown frames.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frames_AThousand_CopyNoPixelAskNothingAndMakeNothing(bool textToImage)
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        var counting = new CountingContext(shared);
        using var session = Session(new GlEngineOptions(textToImage ? Text("model") : Small()) { Context = counting });
        session.WaitForEngine(Patience);
        session.Attach(drawing.Gl);
        Show(session, 20);
        var made = CountingContext.Counts["GenBuffers"];
        Assert.True(made > 0 && CountingContext.Counts["CreateProgram"] > 0);
        CountingContext.Reset();
        session.ResetStatistics();

        Show(session, 1000);

        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Assert.Empty(CountingContext.Counts);
        Assert.Equal(0, session.ReadStatistics().HostPixelBytes);

        // Latents, times, words and what changes in a step; a picture alone would be more.
        var picture = 4 * session.Info!.ImageSize * session.Info.ImageSize;
        Assert.InRange(CountingContext.Uploaded / 1000, 1, 40 * session.Info.LatentLength * sizeof(float) + 4096);
        Assert.True(picture > 0);
    }

    /// <summary>Two engines, one after the other, on the one shared context; the pictures stay on the device.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Session_ThatChangesItsModel_GoesOnSharing(bool fromText, bool toText)
    {
        using var drawing = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        var first = new GlEngineOptions(fromText ? Text("model") : Small()) { Context = shared };
        var second = first.For(toText ? Text("other") : RandomModel.Create(Path.Combine(_folder.Path, "other"), RandomConfig.Of(1)));
        using var session = LatentSession.Create(new SessionOptions { Engine = first, Models = _ => second.Open(), Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience);
        session.Attach(drawing.Gl);
        Show(session, 2);
        session.Control.Apply(session.Parameters! with { Model = "other" });
        for (var i = 0; session.Info!.Folder != second.Folder.Name; i++)
        {
            Assert.True(i < 100_000, "The other model never came.");
            session.Update(1.0 / 30);
        }

        Show(session, 3);
        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Assert.Equal(second.Folder.Config.PixelDecoder.ImageSize, Read(drawing.Gl, session).Length is var bytes ? (int)Math.Sqrt(bytes / 4.0) : 0);
    }

    /// <summary>The context that draws is gone in the middle; its objects live on in the shared one, and another context gets pictures through host memory.</summary>
    [Fact]
    public void Session_WhoseContextIsLost_GoesOnInAnother()
    {
        var drawing = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        using var session = Session(new GlEngineOptions(Small()) { Context = shared });
        session.WaitForEngine(Patience);
        session.Attach(drawing.Gl);
        Show(session, 3);
        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        drawing.Dispose();

        using var other = EglContext.CreateSurfaceless();
        session.Attach(other.Gl);
        Show(session, 3);
        Assert.Equal(SharingPath.Host, session.Sharing.Path);
        Assert.True(Read(other.Gl, session).Distinct().Count() > 10);
    }

    public void Dispose() => _folder.Dispose();

    private static LatentSession Session(FrameEngineOptions engine)
    {
        var recommended = SessionParameters.For(engine.Folder.Config.SamplingOf(engine.Folder.Choose(null)));
        return LatentSession.Create(new SessionOptions
        {
            Engine = engine,
            Pacing = PacingMode.Exact,
            Parameters = recommended with { Source = recommended.Source with { Mode = SourceMode.Walk, Speed = 1 } },
        });
    }

    private static (List<byte[]> Pictures, SharingStatus Sharing, long HostPixels) Frames(GL gl, GlEngineOptions engine, int count)
    {
        using var session = Session(engine);
        session.WaitForEngine(Patience);
        session.Attach(gl);
        List<byte[]> pictures = [];
        while (pictures.Count < count)
        {
            Show(session, 1);
            pictures.Add(Read(gl, session));
        }

        return (pictures, session.Sharing, session.ReadStatistics().HostPixelBytes);
    }

    private static void Show(LatentSession session, int frames)
    {
        for (var i = 0; i < frames;)
        {
            i += session.Update(1.0 / 30) ? 1 : 0;
        }
    }

    private static byte[] Read(GL gl, LatentSession session)
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

    private ModelFolder Text(string name) => TextToImageModel.Create(Path.Combine(_folder.Path, name), 3);

    private ModelFolder Small() => RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(2));
}
