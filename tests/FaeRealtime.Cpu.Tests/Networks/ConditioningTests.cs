using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Tests.Networks;

public sealed unsafe class ConditioningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Compute _compute = Compute.Start(1);
    private readonly CpuGenerator _generator;

    public ConditioningTests()
    {
        var config = RandomConfig.Of(0) with
        {
            Generator = new LightningDiTConfig { Width = 24, Depth = 1, Heads = 1, Classes = 3, Text = new TextConditionConfig { Width = 2 } },
            FewStep = new FewStepConfig(),
        };
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        _generator = CpuGenerator.Open(_compute, folder.FewStepPath, (LightningDiTConfig)folder.Config.Generator, folder.Config.Latent, targetTime: true);
    }

    private Conditioning Conditioning => _generator.Conditioning;

    [Fact]
    public void Of_SameNumbers_ComputedOnce()
    {
        var first = Copy(0.7f, 0.5f, Blend(0.25));
        Assert.Equal(first, Copy(0.7f, 0.5f, Blend(0.25)));
        Assert.Equal(1, Conditioning.Computed);
    }

    [Fact]
    public void Of_AnyOtherNumber_ComputedAnew()
    {
        var first = Copy(0.7f, 0.5f, Blend(0.25));
        Assert.NotEqual(first, Copy(MathF.BitIncrement(0.7f), 0.5f, Blend(0.25)));
        Assert.NotEqual(first, Copy(0.7f, 0.4f, Blend(0.25)));
        Assert.NotEqual(first, Copy(0.7f, 0.5f, Blend(0.26)));
        Assert.NotEqual(first, Copy(0.7f, 0.5f, []));
        Assert.NotEqual(first, Copy(0.7f, 0.5f, Blend(0.25), 1, 0.5f));
        Assert.NotEqual(first, Copy(0.7f, 0.5f, Blend(0.25), 1, 0.6f));
        Assert.Equal(first, Copy(0.7f, 0.5f, Blend(0.25), 0, 0));
        Assert.Equal(8, Conditioning.Computed);
    }

    [Fact]
    public void Of_MoreThanItHolds_ForgetsTheOldestAndStaysRight()
    {
        var first = Copy(0.7f, 0.5f, []);
        var second = Copy(0.6f, 0.5f, []);
        for (var i = 0; i < 255; i++)
        {
            // The second is asked for again and again, the first never.
            Conditioning.Of(i / 1000f, 0, [], []);
            Conditioning.Of(0.6f, 0.5f, [], []);
        }

        Assert.Equal(257, Conditioning.Computed);
        Assert.Equal(second, Copy(0.6f, 0.5f, []));
        Assert.Equal(257, Conditioning.Computed);
        Assert.Equal(first, Copy(0.7f, 0.5f, []));
        Assert.Equal(258, Conditioning.Computed);
    }

    [Fact]
    public void Of_BlendThatChangesEveryTime_AllocatesNothingOnceFull()
    {
        WeightedClass[] blend = [new(0, 0.5), new(2, 0.5)];
        var before = 0L;
        for (var i = 0; i < 600; i++)
        {
            blend[0] = new WeightedClass(0, i * 1e-4);
            before = i == 300 ? GC.GetAllocatedBytesForCurrentThread() : before;
            Conditioning.Of(0.5f, 0.25f, blend, []);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(600, Conditioning.Computed);
    }

    [Fact]
    public void Of_ClassThatDoesNotExist_Refused() =>
        Assert.Throws<ConfigException>(() => Conditioning.Of(0.5f, 0, [new WeightedClass(3, 1)], []));

    [Fact]
    public void Of_WordsOfAnotherWidth_Refused() =>
        Assert.Contains("3 numbers", Assert.Throws<ConfigException>(() => Conditioning.Of(0.5f, 0, [], [1, 2, 3])).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _generator.Dispose();
        _compute.Dispose();
        _folder.Dispose();
    }

    private static WeightedClass[] Blend(double share) => [new(0, share), new(2, 1 - share)];

    private float[] Copy(float t, float r, WeightedClass[] blend, params float[] text) =>
        new ReadOnlySpan<float>(Conditioning.Of(t, r, blend, text), (int)Conditioning.FinalOffset + 48).ToArray();
}
