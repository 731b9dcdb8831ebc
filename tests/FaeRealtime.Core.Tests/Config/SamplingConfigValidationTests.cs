using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class SamplingConfigValidationTests
{
    private static readonly SamplingConfig Stochastic = new() { Solver = SolverKind.EulerMaruyama };

    public static TheoryData<string, SamplingConfig> Wrong => new()
    {
        { "sampling.start is 0", new SamplingConfig { Start = 0 } },
        { "sampling.start is NaN", new SamplingConfig { Start = double.NaN } },
        { "sampling.end is 0.5", new SamplingConfig { Start = 0.5, End = 0.5 } },
        { "sampling.steps is 1; a grid counted in points", new SamplingConfig { Steps = 1, Grid = GridKind.Points } },
        { "sampling.steps is 1; a stochastic solver", Stochastic with { Steps = 1 } },
        { "sampling.diffusion.lastStepSize is 1", Stochastic with { Diffusion = new DiffusionConfig { LastStepSize = 1 } } },
        { "sampling.diffusion.norm is -1", Stochastic with { Diffusion = new DiffusionConfig { Norm = -1 } } },
        { "sampling.tolerance.relative is 0", new SamplingConfig { Tolerance = new ToleranceConfig { Relative = 0 } } },
        { "sampling.guidedChannels is 0", new SamplingConfig { GuidedChannels = 0 } },
        { "sampling.furtherGuidance[0].scale is 101", Guided(0.8, 1, 101) },
        { "sampling.furtherGuidance[0].from is 1, above", Guided(1, 0.8, 2) },
        { "overlaps sampling.guidance, from 0 to 0.7", Guided(0.6, 1, 2) },
        { "overlaps sampling.guidance", Guided(0.2, 0.3, 2) },
        {
            "sampling.furtherGuidance[1] guides from 0.85 to 1 and overlaps sampling.furtherGuidance[0]",
            Guided(0.8, 0.9, 2) with { FurtherGuidance = [Segment(0.8, 0.9, 2), Segment(0.85, 1, 3)] }
        },
    };

    [Fact]
    public void Validate_Sound_NoProblems()
    {
        Assert.Empty(new SamplingConfig().Validate());
        Assert.Empty(Guided(0.7, 1, 0.9).Validate());
        Assert.Empty((Stochastic with { Steps = 2 }).Validate());
        Assert.Empty((Stochastic with { Steps = 1, Diffusion = new DiffusionConfig { LastStep = LastStepKind.None } }).Validate());
        Assert.Empty(new SamplingConfig { Steps = 1, Grid = GridKind.Points, Solver = SolverKind.Dopri5 }.Validate());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_OneValueWrong_Named(string expected, SamplingConfig config) =>
        Assert.Contains(config.Validate(), problem => problem.Contains(expected, StringComparison.Ordinal));

    private static SamplingConfig Guided(double from, double to, double scale) => new() { FurtherGuidance = [Segment(from, to, scale)] };

    private static GuidanceSegment Segment(double from, double to, double scale) => new() { From = from, To = to, Scale = scale };
}
