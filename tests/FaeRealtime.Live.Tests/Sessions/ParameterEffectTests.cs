using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using FaeRealtime.Testing;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Every parameter is changed in a running session, which shows the effect that its row declares.</summary>
public sealed class ParameterEffectTests
{
    private const double Frame = 1.0 / 60.0;

    public static TheoryData<string> Paths => new(ParameterTable.All.Select(definition => definition.Path));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Change_InSpaceLatent_MakesNewKeysAsDeclared(string path)
    {
        var definition = ParameterTable.At(path);
        var start = Start(definition, SourceSpace.Latent);
        using var session = Open(start, out var engine);
        Play(session, 10);
        var before = engine.Generated;
        Play(session, 10);
        Assert.Equal(before, engine.Generated);

        session.Apply(Changed(definition, start));
        Play(session, 10);

        Assert.Equal(definition.Effect != ParameterEffect.Immediate, engine.Generated > before);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Change_InSpaceNoise_FadesOnlyToANewPath(string path)
    {
        var definition = ParameterTable.At(path);
        if (definition.Effect == ParameterEffect.Immediate || path == "source/keys")
        {
            return; // Pictures of their own (LiveChangeTests); space noise has no other keys.
        }

        // Both come to the same place of their paths and stay there.
        var start = Start(definition, SourceSpace.Noise) with { Paused = false };
        start = start with { Source = start.Source with { Speed = 2 } };
        var changed = Changed(definition, start);
        using var session = Open(start, out _);
        using var target = Open(changed, out _);
        Play(session, 20);
        Play(target, 20);
        session.Apply(start with { Paused = true });
        target.Apply(changed with { Paused = true });
        Play(session, 1);
        Play(target, 1);
        var (from, to) = (session.Pixels[0], target.Pixels[0]);
        session.Apply(changed with { Paused = true });
        Play(session, 1);

        if (definition.Effect == ParameterEffect.NewKeys)
        {
            Assert.NotEqual(from, to);
            Assert.Equal(to, session.Pixels[0]);
        }
        else
        {
            // A hundredth of a fade of ten seconds has passed at most.
            Assert.InRange(session.Pixels[0], from - 3, from + 3);
        }
    }

    [Fact]
    public void Guide_OfTheRoom_NamesEveryParameterAtItsEffect()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "src", "FaeRealtime.Live", "README.md"));
        foreach (var effect in Enum.GetValues<ParameterEffect>())
        {
            var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(effect.ToString());
            var row = Assert.Single(lines, line => line.StartsWith($"| **{name}**", StringComparison.Ordinal));
            var parameters = ParameterTable.All.Where(definition => definition.Effect == effect).Select(definition => $"`{definition.Path}`");
            Assert.EndsWith($"| {string.Join(", ", parameters)} |", row, StringComparison.Ordinal);
        }
    }

    // A path that stands still, on which every parameter could show.
    private static SessionParameters Start(ParameterDefinition definition, SourceSpace space)
    {
        var start = TestParameters.Of(seed: 3, space: space, speed: 0, steps: 4, guidance: 2, transition: 10);
        start = start with
        {
            Source = start.Source with { X = 0.3, Y = 0.4, Keyframes = [new Keyframe { Seeds = [new WeightedSeed(5, 1.0)] }, new Keyframe { Seeds = [new WeightedSeed(6, 1.0)] }] },
            Sampler = start.Sampler with { GuidanceInterval = new GuidanceInterval { From = 0.2, To = 0.8 }, Shift = 0.5 },
        };
        return definition.Path switch
        {
            "source/keys" => start with { Source = start.Source with { Keys = SourceKeys.Samples } },
            "source/loopKeys" or "source/phase" => start with { Source = start.Source with { Mode = SourceMode.Loop } },
            "source/closed" => start with { Source = start.Source with { Mode = SourceMode.Keyframes } },
            "sampler/guidance" or "sampler/guidanceInterval/from" or "sampler/guidanceInterval/to" => start with { Condition = start.Condition.Only(1) },
            _ => start,
        };
    }

    private static SessionParameters Changed(ParameterDefinition definition, SessionParameters start)
    {
        var value = definition.Path switch
        {
            "source/space" => (double)SourceSpace.Feature,
            "sampler/guidanceInterval/from" => 0.6,
            "sampler/guidanceInterval/to" => 0.4,
            "sampler/steps" => 7,
            "source/x" or "source/y" => 40.7,
            "pacing/generateHz" or "pacing/fpsLimit" => 30,
            "tempo/bpm" => 90,
            "source/phase" => 0.25,
            _ when definition.Kind is ParameterKind.Switch => 1 - definition.Read(start),
            _ when definition.Kind is ParameterKind.Choice => (definition.Read(start) + 1) % definition.Choices.Count,
            _ => definition.Read(start) < definition.Maximum / 2 ? Math.Min(definition.Maximum, definition.Read(start) + 3) : Math.Max(definition.Minimum, definition.Maximum / 4),
        };
        return definition.With(start, definition.Kind == ParameterKind.Whole ? Math.Round(value) : value);
    }

    private static LatentSession Open(SessionParameters parameters, out PlanEngine engine)
    {
        var opened = new PlanEngine();
        engine = opened;
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => opened, Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }

    private static void Play(LatentSession session, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            session.Update(Frame);
        }
    }

    /// <summary>Latents that tell the plan and the classes apart, too.</summary>
    private sealed class PlanEngine : IFrameEngine
    {
        private readonly FakeEngine _inner = new();
        private FrameEngineInfo? _info;
        private int _generated;

        public FrameEngineInfo Info => _info ??= _inner.Info with { Samples = [new float[_inner.Info.LatentLength], new float[_inner.Info.LatentLength]], SampleLabels = [0, 1] };

        public int Generated => Volatile.Read(ref _generated);

        public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
        {
            _generated++;
            _inner.Generate(noise, condition, plan, seeds, latent);
            for (var i = 0; i < plan.Steps.Count; i++)
            {
                latent[0] += (float)((plan.Steps[i].T * 0.1) + (plan.Steps[i].Guidance * 0.07));
            }
        }

        public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => _inner.DecodeFeatures(latent, features);

        public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => _inner.DecodePixels(features, rgba);

        public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => _inner.Decode(latent, rgba);

        public void Dispose() => _inner.Dispose();
    }
}
