using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Host.Tests.Exchange;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Recording;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Window;

/// <summary>What the text over the picture says, and where it stands in windows of any size.</summary>
[Collection(AloneTests.Name)]
public sealed class HudTextTests : IDisposable
{
    private const string LongError = "Checkpoint generator.safetensors: 'blocks.3.attn.qkv.weight' is [1152, 384], the model needs [1536, 512]. Use the config saved beside the checkpoint, /home/someone/models/"
        + "a-folder-whose-name-is-longer-than-any-line-of-a-small-window-could-ever-be-and-then-some/faces/config.json.";

    private readonly TemporaryFolder _folder = new();
    private readonly EglContext _context = EglContext.CreateSurfaceless();
    private readonly SessionRenderer _renderer;
    private readonly LatentSession _session;
    private readonly FrameReadback _readback;
    private readonly MediaOutput _media;
    private readonly WindowOutput _output;
    private readonly DroppedPhotos _photos;
    private readonly WindowControls _controls;
    private readonly HudText _text;

    public HudTextTests()
    {
        _renderer = SessionRenderer.Create(_context.Gl);
        var model = TestModel.Create(_folder.At("own"));
        _session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine { Hash = model.ShortHash }, Models = Opened, Parameters = TestParameters.Of(seed: 5, steps: 2, speed: 1, guidance: 1) });
        _session.WaitForEngine(Patience.Long);
        _session.Attach(_context.Gl);
        _readback = new FrameReadback(_session, _renderer, _context.Gl);
        _media = new MediaOutput(_folder.At("out"), RecordingOptions.Usual, () => throw new NotSupportedException(), TimeProvider.System);
        _output = new WindowOutput(_session.Control, _readback, _media);
        var models = new WindowModels(new CpuEngineOptions(model), []);
        _photos = new DroppedPhotos(_session.Control, models, null);
        _controls = new WindowControls(_session.Control, _output, models, _photos);
        _text = new HudText(_session.Control, _controls, _output, KeyMap.Usual) { Page = "http://127.0.0.1:8080" };
        Assert.True(_session.WaitForFrame(Patience.Long));
        Assert.True(_session.Update());
    }

    public static TheoryData<int, int, string> Windows
    {
        get
        {
            var all = new TheoryData<int, int, string>();
            foreach (var (width, height) in ((int, int)[])[(1280, 720), (1920, 1080), (2560, 1440), (3840, 2160), (768, 768), (480, 360), (720, 1280)])
            {
                Array.ForEach(["", "help", "performance", "error", "help performance", "help performance error"], shown => all.Add(width, height, shown));
            }

            return all;
        }
    }

    [Fact]
    public void Refresh_ModelThatCannotFollow_SaysWhyAndNothingOfTheOneThatRuns()
    {
        _session.Control.Change(now => now with { Model = "broken" });
        Assert.True(SpinWait.SpinUntil(() => _session.Failure is not null, Patience.Long));
        var before = Panels(768, 768);

        Assert.Contains("It is broken.", _text.Lines, StringComparison.Ordinal);
        Assert.DoesNotContain("loads the model again", _text.Lines, StringComparison.Ordinal);
        Assert.Equal(2, before.Length);
    }

    [Fact]
    public void Refresh_FlowsModel_SaysFlowAndNoSteps()
    {
        _session.Control.Change(now => now with { Model = "flow" });
        Assert.True(SpinWait.SpinUntil(() => _session.Update() && _session.Info!.SamplerName == "flow", Patience.Long));
        _text.Refresh(TimeProvider.System, 768, 768);

        Assert.Contains("\nsampler flow   guidance 1\n", _text.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_EveryPart_SaysItAndDrawsChartsWithoutAllocating()
    {
        Assert.True(_text.Refresh(TimeProvider.System, 768, 768));
        Assert.False(_text.Refresh(TimeProvider.System, 768, 768));
        Assert.True(_text.Refresh(TimeProvider.System, 768, 700));
        Assert.Contains("seed 5", _text.Lines, StringComparison.Ordinal);
        Assert.Contains("page http://127.0.0.1:8080", _text.Lines, StringComparison.Ordinal);
        Assert.Contains("\nengine cpu   asked for\n", _text.Lines, StringComparison.Ordinal);
        Assert.StartsWith("FAE micro: ", _text.Title, StringComparison.Ordinal);
        Assert.Single(_text.Bars().ToArray());

        // Whatever the classes are called, the tempo is seen before them.
        _session.Control.Change(now => now with { Condition = now.Condition with { Classes = [new(0, 0.4), new(1, 0.3), new(2, 0.3)] } });
        Show("performance help");
        _text.Refresh(TimeProvider.System, 768, 768);
        Assert.Contains("\ntempo speed 1   120 bpm\nclass class 0+class 1+class 2\n", _text.Lines, StringComparison.Ordinal);
        Assert.Contains("16.7 ms: the frame time at 60 fps", _text.Lines, StringComparison.Ordinal);
        Assert.Contains("Ctrl+1 – 9 store a preset", _text.Lines, StringComparison.Ordinal);
        Assert.True(_text.Bars().Length > 20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _text.Bars();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Show("hideHud");
        _text.Refresh(TimeProvider.System, 768, 768);
        Assert.True(_text.Lines.Length == 0 && _text.Glyphs.IsEmpty && _text.Bars().IsEmpty);
    }

    /// <summary>No letter outside the panels, no panel over another or in the margin: nothing is cut, and all is read on dark ground.</summary>
    [Theory]
    [MemberData(nameof(Windows))]
    public void Draw_WindowOfAnySize_KeepsLettersInPanelsAndPanelsApart(int width, int height, string shown)
    {
        Fill();
        Show(shown);
        if (shown.Contains("error", StringComparison.Ordinal))
        {
            _session.Control.Change(now => now with { Model = "broken" });
            Assert.True(SpinWait.SpinUntil(() => _session.Failure is not null, Patience.Long));
        }

        var panels = Panels(width, height);
        var margin = _text.Metrics.Margin;
        Assert.All(panels, panel => Assert.True(panel.X >= margin && panel.Y >= margin && panel.X + panel.Width <= width - margin && panel.Y + panel.Height <= height - margin, $"{panel} in {width}x{height}"));
        Assert.DoesNotContain(panels, panel => panels.Any(other => other != panel && Overlap(panel, other)));
        var letters = Render(width, height, _text.Bars()[..0]);
        var outside = Enumerable.Range(0, width * height).Count(i => letters[i * 4] > 0 && !panels.Any(panel => Holds(panel, i % width, i / width)));
        Assert.Equal(0, outside);
        Assert.Contains(letters, value => value is > 200 and < 255);
        Save(width, height, shown);
    }

    public void Dispose()
    {
        _photos.Dispose();
        _output.Dispose();
        _media.Dispose();
        _session.Dispose();
        _readback.Dispose();
        _renderer.Dispose();
        GlDeletionQueue.For(_context.Gl).Drain();
        _context.Dispose();
        _folder.Dispose();
    }

    private static bool Holds(HudBar panel, int x, int y) => x >= panel.X && x < panel.X + panel.Width && y >= panel.Y && y < panel.Y + panel.Height;

    private static bool Overlap(HudBar a, HudBar b) => a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    private static FakeEngine Opened(string name) =>
        new() { Config = name == "broken" ? throw new CheckpointException($"It is broken. {LongError}") : OfficialNetwork.Model("starflow") };

    // As much as there may be to say.
    private void Fill()
    {
        _session.Control.Change(now => now with { Paused = true, Condition = now.Condition with { Classes = [new(0, 0.4), new(1, 0.3), new(2, 0.3)] }, Source = now.Source with { X = -123.25, Y = 4.5 } });
        for (var i = 0; i < 200; i++)
        {
            _session.ReportPresented(TimeSpan.FromMilliseconds(12 + (8 * Math.Sin(i / 9.0)) + (i % 37 == 0 ? 20 : 0)));
        }
    }

    private void Show(string shown)
    {
        foreach (var name in shown.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "error"))
        {
            _controls.Run(HotkeyTable.All.Single(hotkey => hotkey.Name == name));
        }
    }

    private HudBar[] Panels(int width, int height)
    {
        _text.Refresh(TimeProvider.System, width, height);
        return [.. _text.Bars().ToArray().Where(bar => bar.Radius > 0)];
    }

    private byte[] Render(int width, int height, ReadOnlySpan<HudBar> bars, float red = 0, float green = 0, float blue = 0)
    {
        using var pass = HudPass.Create(_context.Gl);
        using var target = OffscreenTarget.Create(_context.Gl, width, height);
        target.Bind();
        _context.Gl.ClearColor(red, green, blue, 1);
        _context.Gl.Clear(Silk.NET.OpenGL.ClearBufferMask.ColorBufferBit);
        pass.Draw(bars, _text.Glyphs, width, height);
        var read = new byte[width * height * 4];
        target.ReadPixels(read);
        return read;
    }

    // To look at: on a bright picture, where text is hardest to read.
    private void Save(int width, int height, string shown)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "FaeRealtime.Host.Tests"));
        using var picture = Image.LoadPixelData<Rgba32>(Render(width, height, _text.Bars(), 0.95f, 0.9f, 0.7f), width, height);
        picture.SaveAsPng(Path.Combine(folder.FullName, $"hud-{width}x{height}-{(shown.Length > 0 ? shown.Replace(' ', '-') : "plain")}.png"));
    }
}
