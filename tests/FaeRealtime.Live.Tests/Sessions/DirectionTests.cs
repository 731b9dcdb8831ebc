using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Live.Parameters;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Semantic directions: those of features act on what was decoded, in every space and engine; those of phrases on what is asked for.</summary>
public sealed class DirectionTests : IDisposable
{
    private const double Frame = 1.0 / 60.0;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public DirectionTests()
    {
        _model = TestModel.Create(_folder.At("model"), TestModel.Micro with { Generator = TestModel.Micro.Generator with { Text = new TextConditionConfig { Encoder = "two", Width = 2 } } });
        new PhraseTable("two", 2, ["red", "blue"], [1, 0, 0, 1]).Save(_model.PhrasesPath);
        var feature = new float[ModelDirections.Length(_model.Config, DirectionKind.Feature)];
        PhiloxNoise.FillNormal(9, 0, 0, feature);
        new ModelDirections(
            [Named("component 1", DirectionKind.Feature), Named("component 2", DirectionKind.Feature), Named("warm", DirectionKind.Phrase)],
            [feature, [.. feature.Reverse()], [2, -2]]).Save(_model);
    }

    public static TheoryData<SourceSpace, SourceKeys> Frames => new()
    {
        { SourceSpace.Noise, SourceKeys.Generated },
        { SourceSpace.Latent, SourceKeys.Generated },
        { SourceSpace.Feature, SourceKeys.Generated },
        { SourceSpace.Latent, SourceKeys.Samples },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Update_WithAWeight_PaintsOtherFeaturesOfTheSameLatents(SourceSpace space, SourceKeys keys)
    {
        using var plain = Open(Of(space, keys, ""));
        using var zero = Open(Of(space, keys, "component 1:0, warm:0"));
        using var moved = Open(Of(space, keys, "component 1:2"));
        for (var frame = 0; frame < 6; frame++)
        {
            Array.ForEach([plain, zero, moved], session => session.Update(0.2));

            // Without a weight not a bit changes, and nothing more is decoded.
            Assert.Equal(plain.Pixels, zero.Pixels);
            Assert.Equal(plain.Features.Length, zero.Features.Length);
            Assert.Equal(plain.Latent, moved.Latent);
            Assert.True(Difference(plain.Pixels, moved.Pixels) > 3, $"frame {frame} differs by {Difference(plain.Pixels, moved.Pixels)}");
            Assert.Equal(moved.Info!.FeatureLength, moved.Features.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Update_InBothEngines_PaintsTheSame(SourceSpace space, SourceKeys keys)
    {
        var parameters = Of(space, keys, "component 1:1.5, component 2:-1, warm:2");
        using var cpu = Open(parameters);
        using var torchSession = Open(parameters, () => TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 }));
        for (var frame = 0; frame < 4; frame++)
        {
            cpu.Update(0.2);
            torchSession.Update(0.2);
            Assert.All(cpu.Pixels.ToArray().Zip(torchSession.Pixels.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        }
    }

    [Fact]
    public void Update_AnyThreads_SameBits()
    {
        byte[] Picture(int threads)
        {
            using var session = Open(Of(SourceSpace.Latent, SourceKeys.Generated, "component 1:1.5, component 2:-1"), () => CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = threads }));
            session.Update(0.3);
            return session.Pixels.ToArray();
        }

        Assert.Equal(Picture(1), Picture(3));
    }

    [Fact]
    public void Decode_WithAWeight_AllocatesNothing()
    {
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 });
        var shift = FeatureShift.Of(engine, "component 1:2");
        var (latent, rgba, weights) = (new float[engine.Info.LatentLength], new byte[engine.Info.ImageSize * engine.Info.ImageSize * 4], new float[3]);
        shift.Decode(latent, rgba);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            weights[0] = i;
            shift.Set(weights);
            shift.Decode(latent, rgba);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A weight that is asked for anew every frame, as by a slider, is followed all the time, and has arrived when the transition is over.</summary>
    [Fact]
    public void Set_ASliderInMotion_IsFollowedWithoutACut()
    {
        using var session = Open(Of(SourceSpace.Latent, SourceKeys.Generated, "") with { Paused = true });
        session.Update(Frame);
        var start = session.Pixels.ToArray();
        var course = new List<byte[]> { start };
        for (var i = 1; i <= 100; i++)
        {
            if (i <= 30)
            {
                session.Control.Set("condition/directions/component 1", i * 0.1);
            }

            session.Update(Frame);
            course.Add(session.Pixels.ToArray());
        }

        using var target = Open(Of(SourceSpace.Latent, SourceKeys.Generated, "component 1:3") with { Paused = true });
        target.Update(Frame);
        Assert.Equal(target.Pixels, course[^1]);
        Assert.NotEqual(start, course[10]);
        var whole = Difference(start, course[^1]);
        Assert.All(course.Zip(course.Skip(1)), pair => Assert.InRange(Difference(pair.First, pair.Second), 0, 0.12 * whole));

        // One movement of a hand is one step back.
        session.Control.Act(SessionAction.Undo);
        Assert.Equal("", session.Parameters!.Condition.Directions);
    }

    /// <summary>A change of features makes no key anew: the latents go on as they were.</summary>
    [Fact]
    public void Set_InSpaceLatent_KeepsTheWay()
    {
        using var plain = Open(Of(SourceSpace.Latent, SourceKeys.Generated, ""));
        using var moved = Open(Of(SourceSpace.Latent, SourceKeys.Generated, ""));
        for (var frame = 0; frame < 40; frame++)
        {
            if (frame == 10)
            {
                moved.Control.Set("condition/directions", "component 2:-2");
            }

            plain.Update(Frame);
            moved.Update(Frame);
            Assert.Equal(plain.Latent, moved.Latent);
        }

        Assert.True(Difference(plain.Pixels, moved.Pixels) > 3);
    }

    /// <summary>120 beats a minute, one beat of two frames' time after the change: nothing moves before it.</summary>
    [Fact]
    public void Set_WithQuantize_WaitsForTheBeat()
    {
        var parameters = Of(SourceSpace.Latent, SourceKeys.Generated, "") with { Paused = true, Tempo = new TempoParameters { Bpm = 120 } };
        using var session = Open(parameters with { Condition = parameters.Condition with { Transition = new TransitionParameters { Seconds = 0.1, Quantize = QuantizeKind.Beat } } });
        session.Update(0.1);
        var before = session.Pixels.ToArray();
        session.Control.Set("condition/directions/component 1", 2);
        session.Update(0.1);
        session.Update(0.1);
        Assert.Equal(before, session.Pixels.ToArray());

        session.Update(0.25);
        session.Update(0.1);
        Assert.True(Difference(before, session.Pixels) > 3);
    }

    /// <summary>A picture that stands still makes no frames, but goes on to the beat that a change waits for.</summary>
    [Fact]
    public void Set_WithQuantize_OfALivePictureThatStandsStill_ComesWithTheBeat()
    {
        var parameters = Of(SourceSpace.Latent, SourceKeys.Generated, "") with { Paused = true, Tempo = new TempoParameters { Bpm = 300 } };
        parameters = parameters with { Condition = parameters.Condition with { Transition = new TransitionParameters { Seconds = 0.01, Quantize = QuantizeKind.Beat } } };
        using var session = LatentSession.Create(new SessionOptions { Engine = new CpuEngineOptions(_model), Parameters = parameters });
        Assert.True(session.WaitForFrame(Patience.Long) && session.Update());
        var before = session.Pixels.ToArray();
        Thread.Sleep(300);
        session.Update();
        session.Control.Set("condition/directions/component 1", 2);
        Assert.True(SpinWait.SpinUntil(() => session.Update() && Difference(before, session.Pixels) > 3, Patience.Long));
    }

    [Theory]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Latent)]
    public void Set_ADirectionOfPhrases_AsksTheGeneratorForOthers(SourceSpace space)
    {
        using var plain = Open(Of(space, SourceKeys.Generated, "") with { Paused = true });
        using var moved = Open(Of(space, SourceKeys.Generated, "") with { Paused = true });
        moved.Update(Frame);
        moved.Control.Set("condition/directions/warm", 2);
        for (var frame = 0; frame < 60; frame++)
        {
            plain.Update(Frame);
            moved.Update(Frame);
        }

        Assert.False(plain.Latent.SequenceEqual(moved.Latent));
        Assert.True(moved.Features.IsEmpty);
    }

    [Fact]
    public void Words_OfADirection_AreAddedToThePromptsVector()
    {
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 });
        float[] Words(string prompt, string directions) => new ConditionParameters { Prompt = prompt, Directions = directions }.Words(engine.Info.Words, engine.Info.Directions, "model");

        Assert.Equal([MathF.Sqrt(2) + 1, -1], Words("red", "warm:0.5"));
        Assert.Equal([-2, 2], Words("", "warm:-1"));
        Assert.Empty(Words("", "component 1:3"));
    }

    [Fact]
    public void Modulation_OfADirection_MovesThePicture()
    {
        var parameters = Of(SourceSpace.Latent, SourceKeys.Generated, "") with { Paused = true };
        using var session = Open(parameters with { Modulation = [new Modulation { Target = "condition/directions/component 1", Rate = 1, Depth = 3 }] });
        session.Update(0.25);
        var up = session.Pixels.ToArray();
        session.Update(0.5);
        var down = session.Pixels.ToArray();
        using var still = Open(parameters with { Condition = parameters.Condition with { Directions = "component 1:3" } });
        still.Update(0.25);

        Assert.Equal(still.Pixels, up);
        Assert.True(Difference(up, down) > 3);
        Assert.Contains("has component 1, component 2, warm", Assert.Throws<ConfigException>(() => session.Apply(parameters with { Modulation = [new Modulation { Target = "condition/directions/grin", Depth = 1 }] })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grin:1", "has component 1, component 2, warm")]
    [InlineData("component 1:9", "-3 to 3")]
    [InlineData("component 1:x", "no number")]
    public void Apply_WhatTheModelHasNot_RefusedAndTheOldStays(string directions, string reason)
    {
        using var session = Open(Of(SourceSpace.Noise, SourceKeys.Generated, "component 1"));
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => session.Control.Set("condition/directions", directions)).Message, StringComparison.Ordinal);
        Assert.Equal("component 1", session.Parameters!.Condition.Directions);
    }

    [Fact]
    public async Task GenerateAsync_StillWithDirections_IsTheSessionsPicture()
    {
        using var session = Open(Of(SourceSpace.Noise, SourceKeys.Generated, ""));
        var plain = await session.GenerateAsync(new StillRequest { Classes = [] });
        var moved = await session.GenerateAsync(new StillRequest { Classes = [], Directions = "component 1:2, warm:-1" });
        using var still = Open(moved.Parameters);
        still.Update(0);

        Assert.NotEqual(plain.Pixels.ToArray(), moved.Pixels.ToArray());
        Assert.Equal(moved.Pixels.ToArray(), still.Pixels);
        await Assert.ThrowsAsync<ConfigException>(() => session.GenerateAsync(new StillRequest { Directions = "grin" }));
    }

    public void Dispose() => _folder.Dispose();

    private static Direction Named(string name, DirectionKind kind) => new() { Name = name, Kind = kind, Vector = name };

    private static double Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.ToArray().Zip(b.ToArray(), (x, y) => Math.Abs(x - y)).Average();

    private static SessionParameters Of(SourceSpace space, SourceKeys keys, string directions)
    {
        var parameters = TestParameters.Of(seed: 4, space: space, keys: keys, speed: 1, steps: 2);
        return parameters with { Condition = parameters.Condition with { Directions = directions } };
    }

    private LatentSession Open(SessionParameters parameters, Func<IFrameEngine>? engine = null)
    {
        var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = engine ?? (() => CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 })),
            Parameters = parameters,
            Pacing = PacingMode.Exact,
        });
        session.WaitForEngine(Patience.Long);
        return session;
    }
}
