using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Marked places are made anew while the rest stays.</summary>
public sealed class PaintTests : IDisposable
{
    private const double Step = 0.1;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public PaintTests() => _model = TestModel.Create(_folder.At("model"));

    [Theory]
    [InlineData(SourceSpace.Latent, SourceMode.Walk)]
    [InlineData(SourceSpace.Latent, SourceMode.Loop)]
    [InlineData(SourceSpace.Noise, SourceMode.Walk)]
    [InlineData(SourceSpace.Feature, SourceMode.Walk)]
    public void Update_HalfMarked_KeepsTheRest(SourceSpace space, SourceMode mode)
    {
        using var session = Open(space, mode);
        Run(session, 3);
        var before = session.Latent.ToArray();
        session.Control.Set("source/paint", Top(session));
        var moved = 0;
        for (var frame = 0; frame < 40; frame++)
        {
            session.Update(Step);
            var now = session.Latent.ToArray();
            Assert.All(Places(session, top: false), i => Assert.Equal(before[i], now[i], 1e-5));
            moved += Places(session, top: true).Count(i => Math.Abs(before[i] - now[i]) > 1e-3);
        }

        Assert.True(moved > 100, $"{moved} values moved.");
        session.Control.Set("source/paint", "");
        Run(session, 20);
        Assert.Contains(Places(session, top: false), i => Math.Abs(before[i] - session.Latent[i]) > 1e-3);
    }

    [Fact]
    public void Update_NothingMarked_KeepsAll()
    {
        using var session = Open(SourceSpace.Latent, SourceMode.Walk);
        Run(session, 5);
        var before = session.Latent.ToArray();
        session.Control.Set("source/paint", "0");
        Run(session, 30);
        Assert.Equal(before, session.Latent.ToArray());
    }

    /// <summary>What was made anew stays as it is then, when its marks are taken away.</summary>
    [Fact]
    public void Set_OtherMarks_KeepsWhatIsShownThen()
    {
        using var session = Open(SourceSpace.Latent, SourceMode.Walk);
        Run(session, 3);
        session.Control.Set("source/paint", Top(session));
        Run(session, 25);
        var painted = session.Latent.ToArray();
        session.Control.Set("source/paint", "0000");
        Run(session, 25);
        Assert.Equal(painted, session.Latent.ToArray());
    }

    /// <summary>After every step but the last the kept places are those of the kept latent at that time: the network sees them.</summary>
    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    public void Update_BetweenTwoSteps_NetworkSeesWhatStays(SourceSpace space)
    {
        var seen = new List<(double T, float[] State, ulong Seed)>();
        var parameters = Parameters(space, SourceMode.Fixed);
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new Watched(new FakeEngine(), seen), Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        Run(session, 2);
        var kept = session.Latent.ToArray();
        seen.Clear();
        session.Control.Change(now => now with { Source = now.Source with { Paint = "0", Seeds = [new WeightedSeed(77, 1)] } });
        Run(session, 3);
        var (t, state, seed) = Assert.Single(seen.Where(one => one.T < 1).Take(1));
        var noise = new float[kept.Length];
        PriorBlend.FillNoise([new WeightedSeed(seed, 1)], noise);
        Assert.Equal(77ul, seed);
        Assert.InRange(t, 0.1, 0.9);
        Assert.All(Enumerable.Range(0, kept.Length), i => Assert.Equal(((1 - t) * kept[i]) + (t * noise[i]), state[i], 1e-4));
    }

    /// <summary>A preset that holds a mask: the first picture is what stays.</summary>
    [Fact]
    public void Create_WithAMask_KeepsTheFirstPicture()
    {
        var parameters = Parameters(SourceSpace.Latent, SourceMode.Walk);
        using var session = Session(() => new FakeEngine(), parameters with { Source = parameters.Source with { Paint = "00ff" } });
        session.Update(Step);
        var first = session.Latent.ToArray();
        Run(session, 30);
        Assert.All(Places(session, top: true), i => Assert.Equal(first[i], session.Latent[i], 1e-5));
        Assert.Contains(Places(session, top: false), i => Math.Abs(first[i] - session.Latent[i]) > 1e-3);
    }

    [Fact]
    public void Set_NoMask_IsRefusedAndNothingChanges()
    {
        using var session = Open(SourceSpace.Latent, SourceMode.Walk);
        Assert.Contains("source/paint", Assert.Throws<ConfigException>(() => session.Control.Set("source/paint", "fff")).Message, StringComparison.Ordinal);
        Assert.Equal("", session.Parameters!.Source.Paint);
        session.Update(Step);
        Assert.Equal(SessionState.Running, session.State);
    }

    public void Dispose() => _folder.Dispose();

    private static void Run(LatentSession session, int frames)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            session.Update(Step);
        }
    }

    // A digit a place.
    private static string Top(LatentSession session)
    {
        var side = session.Info!.Config.Latent.Side;
        return string.Concat(Enumerable.Range(0, side * side).Select(i => i < side * side / 2 ? 'f' : '0'));
    }

    private static IEnumerable<int> Places(LatentSession session, bool top)
    {
        var places = session.Info!.Config.Latent.Side * session.Info.Config.Latent.Side;
        return Enumerable.Range(0, session.Latent.Length).Where(i => i % places < places / 2 == top);
    }

    private static SessionParameters Parameters(SourceSpace space, SourceMode mode)
    {
        var parameters = TestParameters.Of(seed: 3, space: space, mode: mode, steps: 2, transition: 0);
        return parameters with { Source = parameters.Source with { Speed = 2 } };
    }

    private LatentSession Open(SourceSpace space, SourceMode mode) => Session(() => CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 }), Parameters(space, mode));

    private static LatentSession Session(Func<IFrameEngine> engine, SessionParameters parameters)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = engine, Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }

    /// <summary>Remembers where every step began.</summary>
    private sealed class Watched(FakeEngine engine, List<(double T, float[] State, ulong Seed)> seen) : IFrameEngine
    {
        public FrameEngineInfo Info => engine.Info;

        public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
        {
            seen.Add((plan.Steps[0].T, noise.ToArray(), seeds[0].Seed));
            engine.Generate(noise, condition, plan, seeds, latent);
        }

        public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => engine.DecodeFeatures(latent, features);

        public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => engine.DecodePixels(features, rgba);

        public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => engine.Decode(latent, rgba);

        public void Dispose() => engine.Dispose();
    }
}
