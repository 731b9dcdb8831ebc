using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>What a session itself allocates for its frames: nothing, on either thread.</summary>
public sealed class AllocationTests
{
    // Several keys of a path at eight a second, so that all of a loop are made.
    private const int WarmUp = 600;
    private const int Frames = 1000;

    [Theory]
    [InlineData(SourceSpace.Noise, false, true)]
    [InlineData(SourceSpace.Noise, true, false)]
    [InlineData(SourceSpace.Latent, false, true)]
    [InlineData(SourceSpace.Latent, true, false)]
    [InlineData(SourceSpace.Feature, false, true)]
    [InlineData(SourceSpace.Feature, true, false)]
    public void Update_WarmSession_AllocatesNothing(SourceSpace space, bool loop, bool mixClasses)
    {
        MeteredEngine? engine = null;
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => engine = new MeteredEngine(),
            Parameters = WithInput(TestParameters.Of(space: space, mode: loop ? SourceMode.Loop : SourceMode.Walk, loopKeys: 2, mix: mixClasses, speed: 8, steps: 2, fps: PacingParameters.MaximumFps)),
        });
        session.WaitForEngine(Patience.Long);
        session.Input.Put(new float[session.Info!.LatentLength]);
        Present(session, WarmUp);
        var (made, render) = (engine!.Allocated, GC.GetAllocatedBytesForCurrentThread());
        Present(session, Frames);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - render);
        Assert.Equal(0, engine.Allocated - made);
    }

    private static SessionParameters WithInput(SessionParameters parameters) => parameters with { Source = parameters.Source with { Input = 0.5, InputMode = InputMode.Mirror } };

    private static void Present(LatentSession session, int frames)
    {
        for (var i = 0; i < frames;)
        {
            i += session.WaitForFrame(Patience.Long) && session.Update() ? 1 : 0;
        }
    }

    private sealed class MeteredEngine : IFrameEngine
    {
        private readonly FakeEngine _engine = new();
        private long _allocated;

        /// <summary>By the generator thread, until its last frame.</summary>
        public long Allocated => Interlocked.Read(ref _allocated);

        public FrameEngineInfo Info => _engine.Info;

        public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) =>
            _engine.Generate(noise, condition, plan, seeds, latent);

        public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => _engine.DecodeFeatures(latent, features);

        public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => Decode(features, rgba);

        public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
        {
            _engine.Decode(latent, rgba);
            Interlocked.Exchange(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
        }

        public void Dispose() => _engine.Dispose();
    }
}
