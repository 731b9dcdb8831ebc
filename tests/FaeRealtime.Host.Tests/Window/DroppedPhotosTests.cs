using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Host.Tests.Window;

/// <summary>Photos dropped on a window, with a drawn encoder.</summary>
[Collection(AloneTests.Name)]
public sealed class DroppedPhotosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;
    private readonly CpuEngineOptions _engine;
    private readonly LatentSession _session;
    private readonly SessionControl _control;
    private readonly DroppedPhotos _photos;

    public DroppedPhotosTests()
    {
        _model = TestModel.Create(_folder.At("model"));
        using (var encoder = VisionTransformer.Random(TestModel.Micro.Encoder, 11, torch.CPU))
        {
            ModuleCheckpoint.Save(encoder, Encoder);
        }

        _engine = new CpuEngineOptions(_model) { Threads = 1 };
        _session = LatentSession.Create(new SessionOptions { Engine = _engine, Parameters = TestParameters.Of(seed: 5, steps: 2, speed: 1, transition: 0.2), Pacing = PacingMode.Exact });
        _session.WaitForEngine(Patience.Long);
        _control = _session.Control;
        _photos = new DroppedPhotos(_control, new WindowModels(_engine, []), Encoder);
        _session.Update();
    }

    private string Encoder => _folder.At("vit.safetensors");

    private SourceParameters Source => _control.Parameters.Source;

    [Theory]
    [InlineData(SourceSpace.Latent, SourceSpace.Latent)]
    [InlineData(SourceSpace.Feature, SourceSpace.Feature)]
    [InlineData(SourceSpace.Noise, SourceSpace.Latent)]
    public void Add_TwoPhotos_MorphsBetweenThemInTheSpaceOfTheSession(SourceSpace before, SourceSpace after)
    {
        _control.Set("source/space", (int)before);
        string[] photos = [Photo("a.png", 1), Photo("b.jpg", 6)];
        Assert.Null(DroppedFiles.Apply(photos, _control, new WindowModels(_engine, []), _photos));
        Assert.Equal("encoding a.png and b.jpg ...", _photos.Progress);
        Assert.Equal("morphing between a.png and b.jpg", Finish());
        Assert.Equal((SourceMode.Keyframes, after, true, 2), (Source.Mode, Source.Space, Source.Closed, Source.Keyframes.Count));
        Assert.StartsWith("b.jpg sha256:", Source.Keyframes[1].Image!.Name, StringComparison.Ordinal);
        Assert.Null(_photos.Progress);

        // The fade is over by then: at whole positions stand the photos.
        Play(2.0);
        Assert.Equal(Painted(photos[0]), _session.Pixels);
        Play(1.0);
        Assert.Equal(Painted(photos[1]), _session.Pixels);
    }

    [Fact]
    public void Add_OnePhoto_MorphsFromThePictureShownAndStays()
    {
        var (shown, photo) = (_session.Pixels.ToArray(), Photo("a.webp", 3));
        DroppedFiles.Apply([photo], _control, new WindowModels(_engine, []), _photos);
        Assert.Equal("morphing to a.webp", Finish());
        Assert.False(Source.Closed);

        // From a latent of eleven bits.
        _session.Update(1.0 / 60.0);
        Assert.InRange(shown.Zip(_session.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, 2);
        Play(3.0);
        Assert.Equal(Painted(photo), _session.Pixels);
        SessionMetadata.WriteImage(_folder.At("moment.png"), _session, _engine, "live");
        Assert.Contains("a.webp sha256:", MetadataFile.Read(_folder.At("moment.png")), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WhileOthersAreEncoded_TheLatestWins()
    {
        _photos.Add([Photo("a.png", 1), Photo("b.png", 6)]);
        File.WriteAllText(_folder.At("c.png"), "broken");
        _photos.Add([_folder.At("c.png")]);
        _photos.Add([Photo("d.png", 2), Photo("e.png", 3)]);
        Assert.Equal("encoding d.png and e.png ...", _photos.Progress);
        Assert.Equal("morphing between d.png and e.png", Finish());
        Assert.Equal(["d.png", "e.png"], Source.Keyframes.Select(keyframe => keyframe.Image!.Name.Split(' ')[0]));
    }

    [Fact]
    public void Turn_BrokenPicture_SaysWhichAndChangesNothing()
    {
        var before = _control.Parameters;
        File.WriteAllText(_folder.At("broken.png"), "no picture");
        _photos.Add([Photo("a.png", 1), _folder.At("broken.png")]);
        Assert.Contains("broken.png cannot be read", Assert.Throws<ImageFileException>(Finish).Message, StringComparison.Ordinal);
        Assert.Same(before, _control.Parameters);
        Assert.Null(_photos.Progress);
        _photos.Add([Photo("a.png", 1), Photo("b.png", 2)]);
        Assert.NotNull(Finish());
    }

    [Fact]
    public void Add_WrongEncoder_SaysSoAndChangesNothing()
    {
        var before = _control.Parameters;
        using var photos = new DroppedPhotos(_control, new WindowModels(_engine, []), _model.GeneratorPath);
        photos.Add([Photo("a.png", 1)]);
        SpinWait.SpinUntil(() => photos.IsReady, Patience.Long);
        Assert.ThrowsAny<CheckpointException>(photos.Turn);
        Assert.Same(before, _control.Parameters);
    }

    [Fact]
    public void Add_WithoutEncoder_NamesTheOption()
    {
        using var photos = new DroppedPhotos(_control, new WindowModels(_engine, []), null);
        Assert.Contains("--encoder FILE", Assert.Throws<ConfigException>(() => photos.Add([Photo("a.png", 1)])).Message, StringComparison.Ordinal);
        Assert.Null(photos.Progress);
    }

    public void Dispose()
    {
        _photos.Dispose();
        _session.Dispose();
        _folder.Dispose();
    }

    private string? Finish()
    {
        while (true)
        {
            Assert.True(SpinWait.SpinUntil(() => _photos.IsReady, Patience.Long));
            if (_photos.Turn() is { } done)
            {
                return done;
            }
        }
    }

    private void Play(double seconds)
    {
        for (var i = 0; i < 4; i++)
        {
            _session.Update(seconds / 4);
        }
    }

    private byte[] Painted(string photo)
    {
        var latent = PhotoLatents.Encode(_model, Encoder, [photo], torch.CPU)[0];
        using var engine = _engine.Open();
        var rgba = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        engine.Decode(Array.ConvertAll(latent, value => (float)(Half)value), rgba);
        return rgba;
    }

    // Of another shape than the model's.
    private string Photo(string name, int frame)
    {
        using var image = Image.LoadPixelData<Rgba32>(TestFrames.Frame(frame, 90, 70), 90, 70);
        image.Save(_folder.At(name));
        return _folder.At(name);
    }
}
