using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Distillation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distillation;

public sealed class TrajectoryCacheTests : IDisposable
{
    private const int Count = TrajectoryCache.BlockSize + 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-trajectories-").FullName;
    private readonly LightningDiT _teacher = SmallTeacher.Create();

    public void Dispose()
    {
        _teacher.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(SolverKind.Euler)]
    [InlineData(SolverKind.Heun)]
    public void Compute_AnySolver_EndsWhereTheSamplerEndsAndStartsInNoise(SolverKind solver)
    {
        using var scope = torch.NewDisposeScope();
        var source = SmallTeacher.Source(_teacher, SmallTeacher.Trajectories with { Solver = solver });

        var states = source.Compute(2, 3, CancellationToken.None);

        var plan = SamplingPlan.Of(SmallTeacher.Sampling with { Solver = solver, Steps = 8 });
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(_teacher));
        var classes = Enumerable.Range(2, 3).Select(n => source.LabelOf(n)).Select(label => label == SmallTeacher.Config.Classes ? (int?)null : (int)label);
        var samples = sampler.Generate(states.select(1, 0), ClassCondition.PerImage([.. classes]), plan, CancellationToken.None);
        Assert.Equal([3L, 5, 4, 2, 2], states.shape);
        Assert.True(SmallTeacher.Apart(samples, states.select(1, 4)) < 1e-5);
        Assert.InRange(states.select(1, 0).square().mean().ToDouble(), 0.5, 1.7);
        Assert.Equal([1.0, plan.Steps[2].T, plan.Steps[4].T, plan.Steps[6].T, 0.0], source.Times);
    }

    [Fact]
    public void Compute_OtherNeighbours_SameTrajectory()
    {
        using var scope = torch.NewDisposeScope();
        var source = SmallTeacher.Source(_teacher);

        Assert.True(SmallTeacher.Apart(source.Compute(0, 6, CancellationToken.None).narrow(0, 4, 2), source.Compute(4, 2, CancellationToken.None)) < 1e-5);
    }

    [Fact]
    public void LabelOf_ManyTrajectories_ClassesInTurnAndNullAsOftenAsItIsDropped()
    {
        var source = SmallTeacher.Source(_teacher);
        var labels = Enumerable.Range(0, 3000).Select(n => source.LabelOf(n)).ToArray();

        Assert.InRange(labels.Count(label => label == 3) / 3000.0, 0.27, 0.33);
        Assert.All(labels.Select((label, n) => (label, n)).Where(one => one.label != 3), one => Assert.Equal(one.n % 3, one.label));
    }

    [Fact]
    public void Open_BlocksThere_ReadsThemAndComputesOnlyWhatIsMissing()
    {
        using var scope = torch.NewDisposeScope();
        using var whole = Open("a");
        var (all, wanted) = whole.Choose([0, Count - 1, 7]);
        var kept = File.GetLastWriteTimeUtc(Block(0));
        File.Delete(Block(1));

        using var again = Open("a");
        var (same, _) = again.Choose([0, Count - 1, 7]);

        Assert.Equal(Count, whole.Count);
        Assert.Equal<long>(new[] { 0L, Count - 1, 7 }.Select(SmallTeacher.Source(_teacher).LabelOf), wanted.Labels.data<long>().ToArray());
        Assert.Equal(0, SmallTeacher.Apart(all, same));
        Assert.Equal(kept, File.GetLastWriteTimeUtc(Block(0)));
        Assert.True(File.Exists(Block(1)));
    }

    [Fact]
    public void Open_OtherTeacher_ComputesAnew()
    {
        Open("a").Dispose();
        var before = File.ReadAllBytes(Block(0));

        Open("b").Dispose();

        Assert.NotEqual(before, File.ReadAllBytes(Block(0)));
    }

    [Fact]
    public void Open_Cancelled_KeepsFinishedBlocks()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Open("a", _ => stop.Cancel(), token: stop.Token));

        Assert.True(File.Exists(Block(0)));
        Assert.False(File.Exists(Block(1)));
    }

    [Fact]
    public void Open_ASecondRank_BeginsElsewhereAndTheFirstTakesWhatItHas()
    {
        using var scope = torch.NewDisposeScope();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Open("a", _ => stop.Cancel(), (1, 2), stop.Token));
        Assert.False(File.Exists(Block(0)));
        Assert.True(File.Exists(Block(1)));
        var kept = File.GetLastWriteTimeUtc(Block(1));

        using var shared = Open("a", place: (0, 2));
        var (states, _) = shared.Choose([0, Count - 1]);

        Assert.Equal(kept, File.GetLastWriteTimeUtc(Block(1)));
        Directory.Delete(_folder, recursive: true);
        using var alone = Open("a");
        Assert.Equal(0, SmallTeacher.Apart(alone.Choose([0, Count - 1]).States, states));
    }

    private string Block(int number) => Path.Combine(_folder, $"{number:d5}.safetensors");

    private TrajectoryCache Open(string identity, Action<int>? report = null, (int Rank, int World) place = default, CancellationToken token = default) =>
        TrajectoryCache.Open(SmallTeacher.Source(_teacher), identity, _folder, Count, report ?? (_ => { }), torch.CPU, token, place);
}
