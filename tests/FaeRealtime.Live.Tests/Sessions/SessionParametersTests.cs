using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Sessions;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class SessionParametersTests
{
    public static TheoryData<SessionParameters, string> Wrong => new()
    {
        { new SessionParameters { Steps = 0 }, "steps is 0; give 1 to 1000." },
        { new SessionParameters { Speed = 9.5 }, "speed is 9.5; give 0 to 8." },
        { new SessionParameters { Speed = double.NaN }, "speed is NaN; give 0 to 8." },
        { new SessionParameters { CfgScale = -1 }, "cfgScale is -1; give 0 to 100." },
        { new SessionParameters { LoopKeys = 1 }, "loopKeys is 1; give 2 to 64." },
        { new SessionParameters { TransitionSeconds = 11 }, "transitionSeconds is 11; give 0 to 10." },
        { new SessionParameters { FpsLimit = 0 }, "fpsLimit is 0; give 1 to 1000." },
        { new SessionParameters { Class = 3 }, "class is 3; give 0 to 2, or none." },
        { new SessionParameters { Mode = (SessionMode)7 }, "mode is 7; give morph, walk or samples." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_OutOfRange_NamesValueAndRange(SessionParameters parameters, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigException>(() => parameters.Validate(classes: 3)).Message);

    [Fact]
    public void Validate_FewerStepsThanTheModelsSolverNeeds_Refused()
    {
        var stochastic = new SamplingConfig { Solver = SolverKind.EulerMaruyama };

        Assert.Contains("needs 2 or more", Assert.Throws<ConfigException>(() => new SessionParameters { Steps = 1 }.Validate(3, stochastic)).Message, StringComparison.Ordinal);
        new SessionParameters { Steps = 2 }.Validate(3, stochastic);
        new SessionParameters { Steps = 1 }.Validate(3, new SamplingConfig());
    }

    [Fact]
    public void Applied_NoClass_NothingIsGuided()
    {
        var model = new SamplingConfig { Guidance = 2.5, FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.9 }] };

        Assert.Equal((1.0, 0), (new SessionParameters { CfgScale = 4 }.Applied(model).Guidance, new SessionParameters { CfgScale = 4 }.Applied(model).FurtherGuidance.Count));
        Assert.Equal((4.0, 1), (new SessionParameters { CfgScale = 4, Class = 0 }.Applied(model).Guidance, new SessionParameters { CfgScale = 4, MixClasses = true }.Applied(model).FurtherGuidance.Count));
    }

    [Fact]
    public void Problems_SeveralWrong_ListsAll() =>
        Assert.Equal(2, new SessionParameters { Steps = -1, Speed = -1 }.Problems(0).Count);

    [Fact]
    public void Validate_Defaults_Pass() => new SessionParameters().Validate(0);

    [Fact]
    public void Apply_OutOfRange_RefusesAndChangesNothing()
    {
        using var session = LatentSession.Create(new SessionOptions { Engine = () => new FakeEngine(), Parameters = new SessionParameters { Seed = 4 } });
        session.WaitForEngine(Patience.Long);
        Assert.Throws<ConfigException>(() => session.Apply(session.Parameters! with { Steps = 0 }));
        Assert.Throws<ConfigException>(() => session.Apply(session.Parameters! with { Class = 3 }));
        Assert.Equal(new SessionParameters { Seed = 4 }, session.Parameters);
    }

    [Fact]
    public void Create_OutOfRange_Refuses() =>
        Assert.Throws<ConfigException>(() => LatentSession.Create(new SessionOptions { Engine = () => new FakeEngine(), Parameters = new SessionParameters { Speed = -1 } }));
}
