using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class SessionParametersTests
{
    [Fact]
    public void Create_WithoutParameters_DrawsAClassForEveryKey()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine() });
        session.WaitForEngine(Patience.Long);
        Assert.True(session.Parameters!.Condition.RandomClass);
    }

    public static TheoryData<SessionParameters, string> Wrong => new()
    {
        { TestParameters.Of(steps: 0), "sampler/steps is 0; give a whole number, 1 to 1000." },
        { TestParameters.Of(speed: 9.5), "source/speed is 9.5; give 0 to 8." },
        { TestParameters.Of(speed: double.NaN), "source/speed is NaN; give 0 to 8." },
        { TestParameters.Of(guidance: -1), "sampler/guidance is -1; give 0 to 100." },
        { TestParameters.Of(loopKeys: 1), "source/loopKeys is 1; give a whole number, 2 to 64." },
        { TestParameters.Of(transition: 11), "condition/transition/seconds is 11; give 0 to 10." },
        { TestParameters.Of(fps: 0), "pacing/fpsLimit is 0; give 1 to 1000." },
        { TestParameters.Of(kind: 3), "condition/classes names class 3; give 0 to 2, or none." },
        { TestParameters.Of(mode: (SourceMode)7), "source/mode is 7; give one of walk, loop, keyframes, fixed." },
        { TestParameters.Of(mode: SourceMode.Keyframes), "source/mode is keyframes and source/keyframes has 0; give 2 or more." },
        { TestParameters.Of() with { Coherence = new CoherenceParameters { Renoise = 0 } }, "coherence/renoise is 0; give above 0 to 1." },
        { TestParameters.Of() with { Source = new SourceParameters { Seeds = [] } }, "source/seeds has 0 entries; give 1 to 64." },
        { TestParameters.Of() with { Source = new SourceParameters { Seeds = [new WeightedSeed(1, 0.5), new WeightedSeed(1, -0.5)] } }, "source/seeds has weights that are all 0 or cancel; give at least one." },
        { TestParameters.Of() with { Sampler = new SamplerParameters { Schedule = [0.5, 0.7] } }, "sampler/schedule is [0.5, 0.7]; give 2 to 1001 falling times from at most 1 (noise) to at least 0, or none." },
        { TestParameters.Of(space: SourceSpace.Noise) with { Sampler = new SamplerParameters { Schedule = [1, 0.5] }, Coherence = new CoherenceParameters { Renoise = 0.3 } }, "coherence/renoise is 0.3, where sampler/schedule [1, 0.5] has ended already; give a later time, or a schedule that ends at 0." },
        { TestParameters.Of() with { Source = new SourceParameters { Keyframes = [new Keyframe { Length = 1e-9 }] } }, "source/keyframes[0]/length is 1E-09; give 0.001 to 1000." },
        { TestParameters.Of() with { Modulation = [new Modulation { Target = "sampler/guidence" }] }, "modulation[0]/target is 'sampler/guidence'; give the path of a number, such as sampler/guidance." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_OutOfRange_NamesValueAndRange(SessionParameters parameters, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigException>(() => parameters.Validate(classes: 3)).Message);

    [Fact]
    public void Validate_FewerStepsThanTheModelsSolverNeeds_Refused()
    {
        var stochastic = new SamplingConfig { Solver = SolverKind.EulerMaruyama };

        Assert.Contains("needs 2 or more", Assert.Throws<ConfigException>(() => TestParameters.Of(steps: 1).Validate(3, stochastic)).Message, StringComparison.Ordinal);
        TestParameters.Of(steps: 2).Validate(3, stochastic);
        TestParameters.Of(steps: 1).Validate(3, new SamplingConfig());
    }

    [Fact]
    public void Applied_NoClass_NothingIsGuided()
    {
        var model = new SamplingConfig { Guidance = 2.5, FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.9 }] };

        Assert.Equal((1.0, 0), (TestParameters.Of(guidance: 4).Applied(model).Guidance, TestParameters.Of(guidance: 4).Applied(model).FurtherGuidance.Count));
        Assert.Equal((4.0, 1), (TestParameters.Of(guidance: 4, kind: 0).Applied(model).Guidance, TestParameters.Of(guidance: 4, mix: true).Applied(model).FurtherGuidance.Count));
    }

    [Fact]
    public void Problems_SeveralWrong_ListsAll() =>
        Assert.Equal(2, TestParameters.Of(steps: -1, speed: -1).Problems(0).Count);

    [Fact]
    public void Validate_Defaults_Pass() => new SessionParameters().Validate(0);

    [Fact]
    public void Apply_OutOfRange_RefusesAndChangesNothing()
    {
        var requested = TestParameters.Of(seed: 4);
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = requested });
        session.WaitForEngine(Patience.Long);
        Assert.Throws<ConfigException>(() => session.Apply(TestParameters.Of(steps: 0)));
        Assert.Throws<ConfigException>(() => session.Apply(TestParameters.Of(kind: 3)));
        Assert.Same(requested, session.Parameters);
    }

    [Fact]
    public void Apply_SamplesOfAModelWithoutAny_RefusedAndGoesOn()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact, Parameters = TestParameters.Of(space: SourceSpace.Latent, speed: 1) });
        Assert.True(session.Update());

        var refused = Assert.Throws<ConfigException>(() => session.Control.Set("source/keys", (int)SourceKeys.Samples));

        Assert.Contains("has no samples.safetensors", refused.Message, StringComparison.Ordinal);
        Assert.True(session.Update(0.1));
        Assert.Equal(SourceKeys.Generated, session.Parameters!.Source.Keys);
    }

    [Fact]
    public void Create_OutOfRange_Refuses() =>
        Assert.Throws<ConfigException>(() => LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = TestParameters.Of(speed: -1) }));
}
