using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Tests.Exchange;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Tests.Window;

/// <summary>What keys, drags and drops do, on a session over an engine without networks.</summary>
[Collection(AloneTests.Name)]
public sealed class WindowControlsTests : IDisposable
{
    private readonly int _glObjects = GlObjects.LiveCount;
    private readonly TemporaryFolder _folder = new();
    private readonly EglContext _context = EglContext.CreateSurfaceless();
    private readonly SessionRenderer _renderer;
    private readonly LatentSession _session;
    private readonly SessionControl _control;
    private readonly FrameReadback _readback;
    private readonly MediaOutput _media;
    private readonly WindowOutput _output;
    private readonly DroppedPhotos _photos;
    private readonly WindowControls _controls;
    private volatile string? _opened;

    public WindowControlsTests()
    {
        _renderer = SessionRenderer.Create(_context.Gl);
        var model = TestModel.Create(_folder.At("own"));
        _session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine { Hash = model.ShortHash, Directions = Directions() }, Models = name => Opened(name), Parameters = TestParameters.Of(seed: 5, steps: 2, speed: 1, guidance: 1), Presets = new PresetFolder(_folder.At("presets")) });
        _session.WaitForEngine(Patience.Long);
        _session.Attach(_context.Gl);
        _control = _session.Control;
        _readback = new FrameReadback(_session, _renderer, _context.Gl);
        _media = new MediaOutput(_folder.At("out"), RecordingOptions.Usual, Metadata, TimeProvider.System);
        _output = new WindowOutput(_control, _readback, _media);
        var models = new WindowModels(new CpuEngineOptions(model), []);
        _photos = new DroppedPhotos(_control, models, null);
        _controls = new WindowControls(_control, _output, models, _photos);
    }

    private SessionParameters Now => _session.Parameters!;

    private static ModelDirections Directions()
    {
        var length = ModelDirections.Length(TestModel.Micro, DirectionKind.Feature);
        Direction[] all = [.. new[] { "smile", "beard" }.Select(name => new Direction { Name = name, Kind = DirectionKind.Feature, Vector = name, Minimum = -0.5, Maximum = 0.5 })];
        return new ModelDirections(all, [new float[length], new float[length]]);
    }

    [Fact]
    public void Run_EveryHotkey_LeavesTheSessionSound()
    {
        Show();
        _output.BeginSet();
        foreach (var hotkey in HotkeyTable.All)
        {
            _controls.Run(hotkey);
        }

        Assert.NotNull(_session.WaitForEngine(Patience.Long));
    }

    [Fact]
    public void Press_ChangesOfTheSession_AreUndone()
    {
        Press("pause");
        Assert.True(Now.Paused);
        Press("undo");
        Assert.False(Now.Paused);
        Press("redo");
        Assert.True(Now.Paused);
        Press("newSeed");
        Assert.NotEqual(5ul, Now.Source.Seeds[0].Seed);
        Press("loop");
        Assert.Equal(SourceMode.Loop, Now.Source.Mode);
        Press("nextClass");
        Assert.Equal(0, Now.Condition.Classes[0].Class);
        Press("previousClass");
        Assert.Empty(Now.Condition.Classes);
    }

    [Fact]
    public void Press_Numbers_ChangeByShortSteps()
    {
        Press("faster");
        Assert.Equal(1.25, Now.Source.Speed);
        Press("slower");
        Assert.Equal(1.0, Now.Source.Speed);
        Press("moreGuidance");
        Assert.Equal(1.25, Now.Sampler.Guidance);
        Press("fewerSteps");
        Assert.Equal(1, Now.Sampler.Steps);
        Press("fewerSteps");
        Assert.Equal(1, Now.Sampler.Steps);
        Assert.Contains("1 to 1000", _controls.Refusal, StringComparison.Ordinal);
        Press("moreSteps");
        Assert.Equal(2, Now.Sampler.Steps);
        Assert.Null(_controls.Refusal);
    }

    [Fact]
    public void Press_ADirectionsKeys_ChooseAndPushWithinItsRange()
    {
        Press("nextDirection");
        Assert.Equal("beard 0", _controls.Notice);
        Press("nextDirection");
        Assert.Equal("smile 0", _controls.Notice);
        Press("moreDirection");
        Assert.Equal("smile 0.25", _controls.Notice);
        Press("moreDirection");
        Press("moreDirection");
        Assert.Equal("smile:0.5", Now.Condition.Directions);
        Press("previousDirection");
        Press("lessDirection");
        Assert.Equal("smile:0.5, beard:-0.25", Now.Condition.Directions);
        Press("undo");
        Assert.Empty(Now.Condition.Directions);
    }

    [Fact]
    public void Press_MoreStepsOfASchedule_CountsItsSteps()
    {
        _control.Apply(Now with { Sampler = Now.Sampler with { Schedule = [1, 0.7, 0.2, 0] } });
        Press("moreSteps");
        Assert.Equal(4, Now.Sampler.Steps);
        Assert.Empty(Now.Sampler.Schedule);
    }

    [Fact]
    public void Walk_ShiftAndCtrl_AreATenthAndTenfold()
    {
        _controls.Walk(1, 2);
        _controls.Walk(1, 0, fine: true);
        _controls.Walk(0, -1, coarse: true);
        Assert.Equal((1.1, -8.0), (Math.Round(Now.Source.X, 9), Now.Source.Y));
    }

    [Fact]
    public void Press_View_GoesThroughAllThatTheSourceHas()
    {
        Assert.Equal([OutputView.Latent, OutputView.Features, OutputView.Steps, OutputView.Image], Enumerable.Range(0, 4).Select(_ =>
        {
            Press("view");
            return Now.Output.View;
        }));
    }

    [Fact]
    public void Press_Presets_StoreAndRecall()
    {
        Press("store3");
        Press("newSeed");
        Press("recall3");
        Assert.Equal(5ul, Now.Source.Seeds[0].Seed);
        Press("recall4");
        Assert.Contains("'4'", _controls.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Press_SaveImage_WritesThePictureWithItsMetadata()
    {
        Press("saveImage");
        Assert.Contains("no picture yet", _controls.Refusal, StringComparison.Ordinal);
        Show();
        Press("saveImage");
        Press("saveImage");
        Assert.StartsWith("saving ", _controls.Notice, StringComparison.Ordinal);
        _output.Dispose();
        _media.Dispose();
        _controls.Turn();
        var files = Directory.GetFiles(_folder.At("out"), "*.png").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Equal("here", MetadataFile.ReadGeneration(file).Command));
        Assert.StartsWith("saved ", _controls.Notice, StringComparison.Ordinal);
        Assert.Null(_controls.Refusal);
    }

    [Fact]
    public void Press_SaveWhereTheFolderGoes_SaysSoAndKeepsTheSet()
    {
        Show();
        _output.BeginSet();
        Press("newSeed");

        // A folder where nobody can write, not even root.
        Directory.CreateSymbolicLink(_folder.At("out"), "/proc/self");
        Press("saveImage");
        WaitForFiles();
        Assert.Contains("cannot be written", _controls.Refusal, StringComparison.Ordinal);
        Press("saveSet");
        WaitForFiles();
        Assert.Contains("-set.json cannot be written", _controls.Refusal, StringComparison.Ordinal);

        Directory.Delete(_folder.At("out"));
        Press("saveSet");
        _output.Dispose();
        _media.Dispose();
        Assert.Equal([0, 1], Directory.GetFiles(_folder.At("out"), "*-set*.json").Select(file => SessionRecording.Load(file).Events.Count).Order());
    }

    [Fact]
    public void Press_SaveSet_WritesWhatWasChanged()
    {
        Press("saveSet");
        Assert.Contains("no set yet", _controls.Refusal, StringComparison.Ordinal);
        Show();
        _output.BeginSet();
        Press("newSeed");
        Press("saveSet");
        WaitForFiles();
        var file = Assert.Single(Directory.GetFiles(_folder.At("out"), "*-set.json"));
        Assert.Single(SessionRecording.Load(file).Events);
    }

    [Fact]
    public void Press_Record_WritesAVideo()
    {
        Show();
        Press("record");
        Assert.StartsWith("recording", _controls.Notice, StringComparison.Ordinal);
        _output.Offer(isNew: true);
        Press("record");
        _output.Dispose();
        _media.Dispose();
        Assert.True(new FileInfo(Assert.Single(Directory.GetFiles(_folder.At("out"), "fae-*"))).Length > 0);
    }

    [Fact]
    public void Press_LeaveInFullScreen_LeavesThatFirst()
    {
        Press("fullScreen");
        Assert.True(_controls.FullScreen);
        Press("leave");
        Assert.Equal((false, false), (_controls.FullScreen, _controls.Quits));
        Press("leave");
        Assert.True(_controls.Quits);
    }

    [Fact]
    public void Press_HideHud_HidesAllUntilAPartIsWished()
    {
        Press("performance");
        Assert.True(_controls.Display.Shows(HudPart.Performance));
        Press("hideHud");
        Assert.False(_controls.Display.Shows(HudPart.All) || _controls.Display.Shows(HudPart.Performance));
        Press("help");
        Assert.True(_controls.Display.Shows(HudPart.Help) && _controls.Display.Shows(HudPart.All));
        Press("help");
        Assert.False(_controls.Display.Shows(HudPart.Help));
    }

    [Fact]
    public void Drop_PresetSetAndPicture_AreApplied()
    {
        File.WriteAllText(_folder.At("mine.json"), """{ "source": { "speed": 3 } }""");
        _controls.Drop([_folder.At("mine.json")]);
        Assert.Equal(3.0, Now.Source.Speed);

        _control.StartRecording();
        _control.StopRecording()!.Save(_folder.At("set.json"));
        _control.Set("source/speed", 1);
        _controls.Drop([_folder.At("set.json")]);
        Assert.Equal((3.0, null), (Now.Source.Speed, _controls.Refusal));

        Show();
        Press("saveImage");
        WaitForFiles();
        _control.Set("source/speed", 1);
        _controls.Drop(Directory.GetFiles(_folder.At("out"), "*.png"));
        Assert.Equal((3.0, null), (Now.Source.Speed, _controls.Refusal));
    }

    [Fact]
    public void Drop_ModelFolder_IsOpenedBesideTheRunningOne()
    {
        TestModel.Create(_folder.At("other"));
        Show();
        _controls.Drop([_folder.At("other")]);
        Assert.Equal((_folder.At("other"), "model micro", null), (Now.Model, _controls.Notice, _controls.Refusal));
        while (_opened is null)
        {
            Assert.True(_session.WaitForFrame(Patience.Long));
            _session.Update();
        }

        Assert.Equal(_folder.At("other"), _opened);
        _controls.Drop([_folder.Path]);
        Assert.Contains("config.json", _controls.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad.json", "{ \"sampler\": { \"stepz\": 2 } }", "steps")]
    [InlineData("none.json", "nothing", "none.json")]
    [InlineData("text.txt", "x", "is no model folder")]
    [InlineData("photo.jpg", "x", "photo.jpg")]
    public void Drop_SomethingElse_IsRefusedAndChangesNothing(string name, string content, string said)
    {
        var before = Now;
        File.WriteAllText(_folder.At(name), content);
        _controls.Drop([_folder.At(name)]);
        Assert.Contains(said, _controls.Refusal, StringComparison.Ordinal);
        Assert.Same(before, Now);
    }

    [Fact]
    public void Drop_Photos_NamesTheEncoderThatIsMissing()
    {
        string[] photos = [_folder.At("a.jpg"), _folder.At("b.png")];
        Array.ForEach(photos, photo => File.WriteAllText(photo, "x"));
        _controls.Drop(photos);
        Assert.Contains("--encoder", _controls.Refusal, StringComparison.Ordinal);
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
        Assert.Equal(_glObjects, GlObjects.LiveCount);
    }

    private FakeEngine Opened(string name)
    {
        _opened = name == "broken" ? throw new CheckpointException("It is broken.") : name;
        return new FakeEngine { Config = name == "flow" ? OfficialNetwork.Model("starflow") : TestModel.Micro };
    }

    private GenerationMetadata Metadata() => new()
    {
        Command = "here",
        Model = "micro",
        ModelHash = _session.Info!.ModelHash,
        Generator = _session.Info.Generator,
        Engine = new EngineMetadata { Kind = EngineMetadata.Cpu, Device = "none" },
        Parameters = SessionMetadata.Json(Now),
    };

    private void Press(string name) => _controls.Run(HotkeyTable.All.Single(hotkey => hotkey.Name == name));

    private void WaitForFiles()
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _controls.Turn();
                return _controls.Notice?.StartsWith("saving", StringComparison.Ordinal) != true;
            },
            Patience.Long));
    }

    private void Show()
    {
        Assert.True(_session.WaitForFrame(Patience.Long));
        Assert.True(_session.Update());
    }
}
