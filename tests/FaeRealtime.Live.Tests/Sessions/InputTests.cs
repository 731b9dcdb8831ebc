using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Latents that come in from outside while a session runs.</summary>
public sealed class InputTests : IDisposable
{
    private const double Step = 0.05;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public InputTests() => _model = TestModel.Create(_folder.At("model"));

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Feature)]
    public void Update_WholeInput_ShowsIt(SourceSpace space)
    {
        using var session = Open(With(space, input: 1));
        using var alone = Open(With(space, input: 0));
        session.Update(Step);
        alone.Update(Step);
        Assert.Equal(alone.Pixels, session.Pixels);

        var latent = Latent(session, seed: 1);
        session.Input.Put(latent);
        session.Update(Step);
        Near(latent, session.Latent, 1e-5);
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 });
        var picture = new byte[session.Pixels.Length];
        engine.Decode(latent, picture);
        Near(picture, session.Pixels);
    }

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Feature)]
    public void Update_NoWeight_IsAsWithout(SourceSpace space)
    {
        using var session = Open(With(space, input: 0));
        using var alone = Open(With(space, input: 0));
        for (var frame = 0; frame < 10; frame++)
        {
            session.Input.Put(Latent(session, frame));
            session.Update(Step);
            alone.Update(Step);
            Assert.Equal(alone.Latent, session.Latent);
            Assert.Equal(alone.Pixels, session.Pixels);
        }
    }

    /// <summary>A camera of ten pictures a second moves in frames of twenty.</summary>
    [Fact]
    public void Update_BetweenTwoInputs_MovesEvenly()
    {
        using var session = Open(With(SourceSpace.Latent, input: 1));
        var (first, second) = (Latent(session, 1), Latent(session, 2));
        session.Input.Put(first);
        session.Update(Step);
        session.Update(Step);
        session.Update(Step);
        session.Input.Put(second);
        List<double> way = [];
        for (var frame = 0; frame < 4; frame++)
        {
            session.Update(Step);
            way.Add(Distance(session.Latent, second) / Distance(first, second));
        }

        Assert.InRange(way[0], 0.5, 0.75);
        Assert.InRange(way[1], 0.2, 0.45);
        Assert.InRange(way[2], 0, 1e-5);
        Assert.InRange(way[3], 0, 1e-5);
    }

    [Fact]
    public void Update_Mirror_IsMadeOfTheNearestGeneratedPatches()
    {
        using var session = Open(With(SourceSpace.Latent, input: 1, InputMode.Mirror));
        using var alone = Open(With(SourceSpace.Latent, input: 0));
        var wanted = Latent(session, 3);
        session.Input.Put(wanted);
        session.Update(Step);
        alone.Update(Step);
        var channels = session.Info!.Config.Latent.Channels;
        var places = wanted.Length / channels;
        var (generated, shown) = (alone.Latent.ToArray(), session.Latent.ToArray());
        for (var place = 0; place < places; place++)
        {
            var nearest = Enumerable.Range(0, places).MinBy(patch => Enumerable.Range(0, channels).Sum(c => Math.Pow(wanted[(c * places) + place] - generated[(c * places) + patch], 2)));
            for (var c = 0; c < channels; c++)
            {
                Assert.Equal(generated[(c * places) + nearest], shown[(c * places) + place], 1e-5);
            }
        }
    }

    /// <summary>Image to image: x_r = (1 − r)·z + r·ε, of which an engine without networks makes nothing else.</summary>
    [Fact]
    public void Update_Renoised_SamplesFromTheInput()
    {
        var parameters = With(SourceSpace.Noise, input: 0) with { Coherence = new CoherenceParameters { Renoise = 0.25 } };
        using var session = Session(() => new FakeEngine(), parameters);
        using var noise = Session(() => new FakeEngine(), parameters with { Coherence = new CoherenceParameters() });
        noise.Update(Step);
        var (latent, drawn) = (Latent(session, 4), noise.Latent.ToArray());
        session.Input.Put(latent);
        session.Update(Step);
        Near([.. latent.Select((z, i) => (0.75f * z) + (0.25f * drawn[i]))], session.Latent, 1e-5);
    }

    [Fact]
    public void Clear_GoesOnWithout()
    {
        using var session = Open(With(SourceSpace.Latent, input: 1));
        using var alone = Open(With(SourceSpace.Latent, input: 1));
        session.Input.Put(Latent(session, 5));
        session.Update(Step);
        alone.Update(Step);
        Assert.False(alone.Latent.SequenceEqual(session.Latent));
        session.Input.Clear();
        Assert.False(session.Input.IsPresent);
        session.Update(Step);
        alone.Update(Step);
        Assert.Equal(alone.Latent, session.Latent);
    }

    [Fact]
    public void Put_OtherModelsSize_IsNotShown()
    {
        using var session = Open(With(SourceSpace.Latent, input: 1));
        using var alone = Open(With(SourceSpace.Latent, input: 1));
        session.Input.Put(new float[7]);
        session.Update(Step);
        alone.Update(Step);
        Assert.Equal(alone.Latent, session.Latent);
    }

    [Fact]
    public void Put_NothingOrNoNumber_IsRefused()
    {
        var input = new LatentInput();
        input.Put([1, 2]);
        Assert.Throws<ShapeException>(() => input.Put([]));
        Assert.Contains("NaN", Assert.Throws<CheckpointException>(() => input.Put([1, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Equal(1, input.Count);
        Assert.True(input.IsPresent);
    }

    /// <summary>A session whose picture stands still sleeps until something changes; what comes in wakes it.</summary>
    [Fact]
    public void Put_WhileThePictureStandsStill_IsShown()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = With(SourceSpace.Latent, input: 1) with { Pacing = new PacingParameters { FpsLimit = 240 } } });
        session.WaitForEngine(Patience.Long);
        Assert.True(session.WaitForFrame(Patience.Long));
        session.Update();
        Assert.False(session.WaitForFrame(TimeSpan.FromMilliseconds(100)));
        var latent = Latent(session, 6);
        session.Input.Put(latent);
        Assert.True(session.WaitForFrame(Patience.Long));
        session.Update();
        Near(latent, session.Latent, 1e-5);
    }

    [Fact]
    public async Task Put_FromManyThreads_ShowsWholeLatents()
    {
        using var session = Session(() => new FakeEngine(), With(SourceSpace.Latent, input: 1));
        var length = Latent(session, 0).Length;
        session.Input.Put(new float[length]);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(1, 3).Select(value => Task.Run(() =>
        {
            var latent = Enumerable.Repeat((float)value, length).ToArray();
            while (!stop.IsCancellationRequested)
            {
                session.Input.Put(latent);
            }
        })).ToArray();
        for (var frame = 0; frame < 200; frame++)
        {
            session.Update(1.0);
            var first = session.Latent[0];
            Assert.All(session.Latent.ToArray(), value => Assert.Equal(first, value, 1e-4));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    public void Dispose() => _folder.Dispose();

    private static SessionParameters With(SourceSpace space, double input, InputMode mode = InputMode.Blend)
    {
        var parameters = TestParameters.Of(seed: 3, space: space, mode: SourceMode.Fixed, steps: 2, transition: 0);
        return parameters with { Source = parameters.Source with { Input = input, InputMode = mode } };
    }

    private static float[] Latent(LatentSession session, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, session.Info!.LatentLength).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Pow(a[i] - b[i], 2);
        }

        return Math.Sqrt(sum);
    }

    private static void Near(float[] expected, ReadOnlySpan<float> actual, double tolerance) => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= tolerance);

    private static void Near(byte[] expected, ReadOnlySpan<byte> actual) => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) <= 1);

    private LatentSession Open(SessionParameters parameters) => Session(() => CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 }), parameters);

    private static LatentSession Session(Func<IFrameEngine> engine, SessionParameters parameters)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = engine, Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }
}
