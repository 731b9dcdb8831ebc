using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Images;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Sampling.Flow;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Host.Tests.Commands.Images;

[Collection(AloneTests.Name)]
public sealed class ImagesRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Run_ShortOfMemory_LoadsOnePartAtATimeAndPaintsTheSame()
    {
        var model = TestModel.Create(_folder.At("model"));

        var roomy = Run(model, "roomy", long.MaxValue, model.Config.Sampling);
        Run(model, "tight", 0, model.Config.Sampling);

        Assert.Equal(3, roomy.Images.Count);
        foreach (var seed in new ulong[] { 1, 2, 5 })
        {
            Assert.Equal(Pixels($"roomy/{seed}.png"), Pixels($"tight/{seed}.png"));
        }
    }

    [Fact]
    public void Run_StochasticSolver_RepeatsForTheSeed()
    {
        var model = TestModel.Create(_folder.At("model"));
        var stochastic = model.Config.Sampling with { Solver = SolverKind.EulerMaruyama, Steps = 5 };

        Run(model, "first", long.MaxValue, stochastic);
        Run(model, "again", long.MaxValue, stochastic);
        Run(model, "plain", long.MaxValue, stochastic with { Solver = SolverKind.Euler });

        Assert.Equal(File.ReadAllBytes(_folder.At("first/5.png")), File.ReadAllBytes(_folder.At("again/5.png")));
        Assert.NotEqual(File.ReadAllBytes(_folder.At("first/5.png")), File.ReadAllBytes(_folder.At("plain/5.png")));
    }

    [Fact]
    public void Run_LongWork_TellsHowFarItIs()
    {
        using var output = new StringWriter();
        var display = new ImagesDisplay(new LeapingClock(), output);
        display.Begin(2, 3);

        display.Evaluated();
        display.Finished();

        Assert.Equal(["0 of 2 pictures done, 1 evaluations of about 6", "1 of 2 pictures done, 1 evaluations of about 6"], output.ToString().TrimEnd().Split(Environment.NewLine));
    }

    public void Dispose() => _folder.Dispose();

    private byte[] Pixels(string name)
    {
        using var image = Image.Load<Rgba32>(_folder.At(name));
        var rgba = new byte[image.Width * image.Height * 4];
        image.CopyPixelDataTo(rgba);
        return rgba;
    }

    private ImagesReport Run(ModelFolder model, string name, long memory, SamplingConfig sampling)
    {
        var request = new ImagesRequest
        {
            Model = model,
            Engine = new TorchEngineOptions(model, torch.CPU) { Threads = 1, Generator = GeneratorVariant.Teacher },
            Seeds = [1, 2, 5],
            Class = ClassChoice.Parse(null, model.Classes),
            Parameters = SessionParameters.For(sampling),
            Sampling = sampling,
            Plan = SamplingPlan.Of(sampling, model.Config.Generator.Path),
            MemoryBytes = memory,
            Target = ImageTarget.Of(_folder.At(name), null, 3),
            Json = false,
        };
        return ImagesRun.Run(request, new ImagesDisplay(TimeProvider.System, TextWriter.Null), TimeProvider.System, CancellationToken.None);
    }

    // Ten seconds from one look to the next.
    private sealed class LeapingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now += 10;
    }
}
