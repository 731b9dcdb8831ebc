using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators;

public sealed class FewStepStudentTests
{
    [Fact]
    public void InitialiseFrom_Teacher_AnswersExactlyAsItDoesWhateverTheTarget()
    {
        using var teacher = SmallNetworks.Generator();
        Noise.Disturb(teacher);
        using var student = SmallNetworks.Student();
        var (x, t, labels) = (Noise.Normal(1, 3, 4, 3, 3), tensor(new[] { 0.2f, 0.7f, 1f }), tensor([2L, 0L, SmallNetworks.Classes]));
        Assert.NotEqual(0, Noise.MaxDifference(teacher.forward(x, t, labels), student.forward(x, t, labels)));

        student.InitialiseFrom(teacher);

        Assert.Equal(0, Noise.MaxDifference(teacher.forward(x, t, labels), student.forward(x, t, labels)));
        Assert.Equal(0, Noise.MaxDifference(teacher.forward(x, t, labels), student.Average(x, t, tensor(new[] { 0f, 0.3f, 0f }), labels)));
    }

    [Fact]
    public void InitialiseFrom_NoTargetTime_Refused()
    {
        using var teacher = SmallNetworks.Generator();

        Assert.Throws<ArgumentException>(() => teacher.InitialiseFrom(teacher));
    }

    [Theory]
    [InlineData(TimeDirection.NoiseAtOne)]
    [InlineData(TimeDirection.DataAtOne)]
    public void Velocity_Student_IsTheMeanToTheTargetInTheWeightsDirection(TimeDirection direction)
    {
        using var student = SmallNetworks.Student(SmallNetworks.Generation with { Time = direction });
        var x = Noise.Normal(2, 1, 4, 3, 3);

        var velocity = new GeneratorField(student).Velocity(x, 0.8, 0.3, ClassCondition.Of(1), 1);

        var reversed = direction == TimeDirection.DataAtOne;
        var raw = student.Average(x, full([1], reversed ? 0.2 : 0.8), full([1], reversed ? 0.7 : 0.3), tensor([1L]));
        Assert.True(Noise.MaxDifference(reversed ? -raw : raw, velocity) < 1e-5);
        Assert.True(Noise.MaxDifference(velocity, new GeneratorField(student).Velocity(x, 0.8, 0, ClassCondition.Of(1), 1)) > 1e-3);
    }

    [Fact]
    public void Velocity_Teacher_IgnoresTheTarget()
    {
        using var teacher = SmallNetworks.Generator();
        Noise.Disturb(teacher);
        var (field, x) = (new GeneratorField(teacher), Noise.Normal(2, 1, 4, 3, 3));

        Assert.Equal(0, Noise.MaxDifference(field.Velocity(x, 0.8, 0.3, ClassCondition.Of(1), 1), field.Velocity(x, 0.8, 0, ClassCondition.Of(1), 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Generate_StudentPlan_AsksOnceAStepUpToItsEndWithoutGuidance(int steps)
    {
        using var student = SmallNetworks.Student();
        var field = new RecordingField(new GeneratorField(student));
        var guided = new SamplingConfig { Steps = 50, Solver = SolverKind.Heun, Grid = GridKind.Points, Guidance = 2.5, FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.9 }] };
        var plan = SamplingPlan.Of(new FewStepConfig { Steps = steps }.Sampling(guided));
        using var noise = Noise.Normal(3, 1, 4, 3, 3);

        using var latent = new FlowSampler<Tensor, ClassCondition>(new TorchLinearSpace(), field).Generate(noise, ClassCondition.Of(1), plan, CancellationToken.None);

        Assert.Equal(steps, field.Asked.Count);
        Assert.Equal((1.0, 0.0), (field.Asked[0].T, field.Asked[^1].R));
        Assert.All(field.Asked.Zip(field.Asked.Skip(1)), pair => Assert.Equal(pair.First.R, pair.Second.T));
        Assert.All(field.Asked, asked => Assert.Equal(1.0, asked.Guidance));
        if (steps == 1)
        {
            using var jump = student.Average(noise, ones(1), zeros(1), tensor([1L]));
            Assert.True(Noise.MaxDifference(noise - jump, latent) < 1e-5);
        }
    }

    private sealed class RecordingField(GeneratorField field) : IConditionalField<Tensor, ClassCondition>
    {
        public List<(double T, double R, double Guidance)> Asked { get; } = [];

        public Tensor Velocity(Tensor x, double t, double r, ClassCondition condition, double guidance)
        {
            Asked.Add((t, r, guidance));
            return field.Velocity(x, t, r, condition, guidance);
        }
    }
}
