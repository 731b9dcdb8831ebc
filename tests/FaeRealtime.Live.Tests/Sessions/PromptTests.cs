using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class PromptTests : IDisposable
{
    private const double Frame = 1.0 / 60.0;
    private static readonly float Scale = MathF.Sqrt(2);

    private readonly WordEngine _engine = new();

    [Theory]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Latent)]
    public void Apply_AnotherPrompt_ReachesTheGenerator(SourceSpace space)
    {
        using var session = Open(space, "red");
        Play(session, 5);
        Assert.Equal([Scale, 0], _engine.Text);

        session.Apply(With(session, "blue:3, red"));
        Play(session, 60);
        Assert.Equal([0.25f * Scale, 0.75f * Scale], _engine.Text);

        session.Apply(With(session, ""));
        Play(session, 60);
        Assert.All(_engine.Text, value => Assert.Equal(0, value));
    }

    /// <summary>Where nothing is asked for, every key shows the caption of a sample; in space noise one hands over to the next.</summary>
    [Theory]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Latent)]
    public void Update_NothingAskedFor_KeysDrawTheirWords(SourceSpace space)
    {
        _engine.Prompts = DrawnPrompts.Of(new SampleLatents(2, 1, 1, [0, 0], [0, 1], ["red", "blue"]), 0, _engine.Words);
        using var session = Open(space, "");
        session.Apply(session.Parameters! with { Condition = session.Parameters!.Condition with { RandomClass = true, Classes = [] } });
        var shown = new List<(float Red, float Blue)>();
        for (var i = 0; i < 400; i++)
        {
            Play(session, 1);
            shown.Add((_engine.Text[0], _engine.Text[1]));
        }

        var whole = shown.Where(one => one == (Scale, 0f) || one == (0f, Scale)).Distinct().Count();
        Assert.Equal(2, whole);
        Assert.Equal(space == SourceSpace.Noise, shown.Skip(60).Any(one => one is { Red: > 0.01f, Blue: > 0.01f }));

        session.Apply(With(session, "red"));
        Play(session, 120);
        Assert.Equal([Scale, 0], _engine.Text);
    }

    [Fact]
    public void Apply_InSpaceNoise_FadesOverTheTransition()
    {
        using var session = Open(SourceSpace.Noise, "red");
        Play(session, 5);

        session.Apply(With(session, "blue"));
        var way = new List<float>();
        for (var i = 0; i < 60; i++)
        {
            Play(session, 1);
            way.Add(_engine.Text[1]);
        }

        // 0.6 s are 36 frames.
        Assert.InRange(way.Distinct().Count(), 34, 37);
        Assert.Equal(way.Order(), way);
        Assert.Equal(Scale, way[^1]);
    }

    [Fact]
    public void Apply_WhatTheModelCannotRead_RefusedAndTheOldWordsStay()
    {
        using var session = Open(SourceSpace.Noise, "red");

        Assert.Contains("'rad'", Assert.Throws<ConfigException>(() => session.Apply(With(session, "rad"))).Message, StringComparison.Ordinal);
        Assert.Contains("number other than 0", Assert.Throws<ConfigException>(() => session.Apply(With(session, "red:x"))).Message, StringComparison.Ordinal);
        Play(session, 5);

        Assert.Equal("red", session.Parameters!.Condition.Prompt);
        Assert.Equal([Scale, 0], _engine.Text);
    }

    /// <summary>What guidance leads away from fades as the rest does; without guidance nothing could.</summary>
    [Fact]
    public void Apply_WeightsBelowZero_ReachTheGeneratorWhereThereIsGuidance()
    {
        using var session = Open(SourceSpace.Noise, "red");
        Assert.Contains("'blue'", Assert.Throws<ConfigException>(() => session.Apply(With(session, "red, blue:-1"))).Message, StringComparison.Ordinal);

        session.Control.Set("sampler/guidance", 2);
        session.Apply(With(session, "red, blue:-1"));
        Play(session, 10);
        Assert.Equal(4, _engine.Text.Length);
        Assert.InRange(_engine.Text[3], 0.01f, 0.99f * Scale);
        Play(session, 60);
        Assert.Equal([Scale, 0, 0, Scale], _engine.Text);
        Assert.Contains("'blue'", Assert.Throws<ConfigException>(() => session.Control.Set("sampler/guidance", 1)).Message, StringComparison.Ordinal);

        session.Control.Set("condition/prompt/blue", 0);
        Play(session, 60);
        Assert.Equal([Scale, 0], _engine.Text);
    }

    [Fact]
    public void Apply_ToAModelWithoutWords_Refused()
    {
        _engine.Words = null;
        using var session = Open(SourceSpace.Noise, "");

        Assert.Contains("knows no words", Assert.Throws<ConfigException>(() => session.Apply(With(session, "red"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_ThePrompt_ReachesTheGeneratorOrIsRefused()
    {
        using var session = Open(SourceSpace.Noise, "red");
        session.Control.Set("condition/prompt", "blue");
        Play(session, 60);
        Assert.Equal([0, Scale], _engine.Text);

        Assert.Contains("'rad'", Assert.Throws<ConfigException>(() => session.Control.Set("condition/prompt", "rad")).Message, StringComparison.Ordinal);
        session.Control.Act(SessionAction.Undo);
        Assert.Equal("red", session.Parameters!.Condition.Prompt);
    }

    /// <summary>Opening the text encoder takes a second or more, in which keys and other controls act.</summary>
    [Fact]
    public async Task Set_WordsThatTakeLongToRead_HoldNobodyUp()
    {
        using var reads = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        _engine.Words = new PhraseVectors(
            new TextConditionConfig { Encoder = "two", Width = 2 },
            new PhraseTable("two", 2, ["red"], [1, 0]),
            new Lazy<IPhraseEncoder>(() =>
            {
                reads.Set();
                Assert.True(goesOn.Wait(Patience.Long));
                return new Blue();
            }));
        using var session = Open(SourceSpace.Noise, "red");
        var change = Task.Run(() => session.Control.Set("condition/prompt", "blue"));
        Assert.True(reads.Wait(Patience.Long));

        await Task.Run(() => session.Control.Set("source/speed", 5)).WaitAsync(Patience.Long);
        Assert.Equal((5.0, "red"), (session.Parameters!.Source.Speed, session.Parameters.Condition.Prompt));

        goesOn.Set();
        await change.WaitAsync(Patience.Long);
        Assert.Equal((5.0, "blue"), (session.Parameters!.Source.Speed, session.Parameters.Condition.Prompt));
        Play(session, 60);
        Assert.Equal([0, Scale], _engine.Text);
    }

    [Theory]
    [InlineData("blue", 0, 1)]
    [InlineData("", 0, 0)]
    public async Task GenerateAsync_StillWithWords_ReachesTheGenerator(string prompt, float red, float blue)
    {
        using var session = Open(SourceSpace.Noise, "red");
        var still = await session.GenerateAsync(new StillRequest { Prompt = prompt });

        Assert.Equal(prompt, still.Parameters.Condition.Prompt);
        Assert.All(_engine.Text.Zip(new[] { red * Scale, blue * Scale }), pair => Assert.Equal(pair.Second, pair.First));
        await Assert.ThrowsAsync<ConfigException>(() => session.GenerateAsync(new StillRequest { Prompt = "rad" }));
        Assert.Equal("red", session.Parameters!.Condition.Prompt);
    }

    public void Dispose() => _engine.Dispose();

    private static SessionParameters With(LatentSession session, string prompt)
    {
        var now = session.Parameters!;
        return now with { Condition = now.Condition with { Prompt = prompt } };
    }

    private LatentSession Open(SourceSpace space, string prompt)
    {
        var start = TestParameters.Of(seed: 4, steps: 3);
        var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => _engine,
            Parameters = start with { Source = start.Source with { Space = space, Speed = 2 }, Condition = start.Condition with { Prompt = prompt } },
            Pacing = PacingMode.Exact,
        });
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

    private sealed class Blue : IPhraseEncoder
    {
        public string Name => "two";

        public int Width => 2;

        public float[] Encode(string phrase) => [0, 1];

        public void Dispose()
        {
        }
    }

    /// <summary>Keeps the words that it was asked for last.</summary>
    private sealed class WordEngine : IFrameEngine
    {
        private readonly FakeEngine _inner = new();
        private FrameEngineInfo? _info;

        public PhraseVectors? Words { get; set; } = new(new TextConditionConfig { Encoder = "two", Width = 2 }, new PhraseTable("two", 2, ["red", "blue"], [1, 0, 0, 1]), null);

        public DrawnPrompts? Prompts { get; set; }

        public float[] Text { get; private set; } = [];

        public FrameEngineInfo Info => _info ??= _inner.Info with { Words = Words, Prompts = Prompts };

        public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
        {
            Text = condition.Text.ToArray();
            _inner.Generate(noise, condition, plan, seeds, latent);
        }

        public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => _inner.DecodeFeatures(latent, features);

        public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => _inner.DecodePixels(features, rgba);

        public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => _inner.Decode(latent, rgba);

        public void Dispose() => _inner.Dispose();
    }
}
