using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Tests;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;

namespace FaeRealtime.Engines.Torch.Tests;

public sealed class FewStepEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FolderWithStudent_UsesItUnlessTheTeacherIsWanted()
    {
        var model = TestModel.Create(_folder.At("model"), TestModel.Micro with { FewStep = new FewStepConfig { Steps = 3 }, Sampling = new SamplingConfig { Steps = 4, Guidance = 2 } });
        var options = new TorchEngineOptions(model, torch.CPU) { Threads = 1 };
        using var student = TorchFrameEngine.Open(options);
        using var teacher = TorchFrameEngine.Open(options with { Generator = GeneratorVariant.Teacher });

        Assert.Equal((GeneratorVariant.FewStep, 3, 1.0), (student.Info.Generator, student.Info.Sampling.Steps, student.Info.Sampling.Guidance));
        Assert.Equal((GeneratorVariant.Teacher, 4, 2.0), (teacher.Info.Generator, teacher.Info.Sampling.Steps, teacher.Info.Sampling.Guidance));
        Assert.NotEqual(Latent(student), Latent(teacher));
    }

    [Fact]
    public void Open_StudentWantedAndNone_SaysHowToTrainOne()
    {
        var model = TestModel.Create(_folder.At("model"));

        var failure = Assert.Throws<ConfigException>(() => TorchFrameEngine.Open(new TorchEngineOptions(model, torch.CPU) { Generator = GeneratorVariant.FewStep }));

        Assert.Contains("Train one", failure.Message, StringComparison.Ordinal);
    }

    private static float[] Latent(IFrameEngine engine)
    {
        var latent = new float[engine.Info.LatentLength];
        PhiloxNoise.FillNormal(1, 0, 0, latent);
        engine.Generate(latent, new([new WeightedClass(1, 1)]), SamplingPlan.Of(engine.Info.Sampling), [new WeightedSeed(1, 1)], latent);
        return latent;
    }
}
