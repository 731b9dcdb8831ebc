using FaeRealtime.Core.Images;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;

namespace FaeRealtime.Engines.Torch.Tests;

/// <summary>The device engine on the processor: what is copied in, captured and read out; not what a CUDA device makes of it.</summary>
public sealed class DeviceFrameEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;
    private readonly CountingLogger _log = new();

    public DeviceFrameEngineTests() => _model = TestModel.Create(_folder.At("model"));

    public static TheoryData<int, double, bool> Plans => new()
    {
        { 1, 1.0, false },
        { 2, 1.0, false },
        { 4, 2.5, false },
        { 4, 1.5, true },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Generate_EveryFrameAnew_EqualsTheTorchEngine(int steps, double guidance, bool stochastic)
    {
        using var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        var runtime = new ProcessorRuntime();
        using var engine = Open(runtime, torchEngine.Info);
        var plan = Plan(steps, guidance, stochastic);
        for (var frame = 0; frame < CapturedPlans.CaptureRun + 3; frame++)
        {
            // Noise, seeds and classes change under one plan: none of them may be part of the graph.
            var noise = Noise(frame);
            WeightedClass[] classes = frame == 0 ? [] : [new(frame % 3, 0.75), new((frame + 1) % 3, 0.25)];
            WeightedSeed[] seeds = [new((ulong)frame, 1.0)];
            var (expected, actual) = (new float[noise.Length], new float[noise.Length]);
            torchEngine.Generate(noise, new(classes), plan, seeds, expected);
            engine.Generate(noise, new(classes), plan, seeds, actual);
            Assert.Equal(expected, actual);
        }

        // The two decoders' captured graphs, and the plan's, which is replayed from the frame after it on; a stochastic one is not captured.
        Assert.Equal(stochastic ? (2, 0) : (3, 3), (runtime.Captured, runtime.Replays));
        Assert.Equal(stochastic ? 1 : 0, _log.Warnings);
    }

    [Fact]
    public void DecodeFeatures_ManyFrames_EqualTheTorchEngineAndLeaveThePicture()
    {
        using var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        using var engine = Open(new ProcessorRuntime(), torchEngine.Info);
        var (expected, actual) = (new float[engine.Info.FeatureLength], new float[engine.Info.FeatureLength]);
        var side = engine.Info.ImageSize;
        var (before, after) = (new byte[side * side * 4], new byte[side * side * 4]);
        engine.Decode(Noise(7), before);
        for (var frame = 0; frame < 3; frame++)
        {
            torchEngine.DecodeFeatures(Noise(frame), expected);
            engine.DecodeFeatures(Noise(frame), actual);
            Assert.Equal(expected, actual);
        }

        engine.Decode(Noise(7), after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void DecodePixels_HostOrSlot_EqualsTheTorchEngineAndTheLatentsPicture()
    {
        using var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        using var engine = Open(new ProcessorRuntime(), torchEngine.Info);
        var side = engine.Info.ImageSize;
        var features = new float[engine.Info.FeatureLength];
        var (expected, painted, host) = (new byte[side * side * 4], new byte[side * side * 4], new byte[side * side * 4]);
        for (var frame = 0; frame < 4; frame++)
        {
            torchEngine.Decode(Noise(frame), expected);
            torchEngine.DecodeFeatures(Noise(frame), features);
            torchEngine.DecodePixels(features, painted);
            Assert.Equal(expected, painted);
            engine.DecodePixels(features, host);
            Assert.Equal(expected, host);
            Assert.Equal(expected, Read(engine.DecodePixels(features, frame % IDeviceFrameEngine.Slots).Address, expected.Length));
        }

        Assert.Contains("[T, D]", Assert.Throws<ShapeException>(() => engine.DecodePixels(new float[3], 0)).Message, StringComparison.Ordinal);
        features[5] = float.NaN;
        Assert.Throws<CheckpointException>(() => engine.DecodePixels(features, 0));
        Assert.Throws<CheckpointException>(() => torchEngine.DecodePixels(features, host));
    }

    [Fact]
    public void Decode_HostOrSlot_EqualsTheTorchEngine()
    {
        using var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        using var engine = Open(new ProcessorRuntime(), torchEngine.Info);
        var side = engine.Info.ImageSize;
        var (expected, host) = (new byte[side * side * 4], new byte[side * side * 4]);
        for (var frame = 0; frame < 4; frame++)
        {
            var latent = Noise(100 + frame);
            torchEngine.Decode(latent, expected);
            engine.Decode(latent, host);
            Assert.Equal(expected, host);
            var image = engine.Decode(latent, frame % IDeviceFrameEngine.Slots);
            Assert.Equal((PictureDevice.Cuda(0), side * 4, side, side), (image.Device, image.Pitch, image.Width, image.Height));
            Assert.Equal(expected, Read(image.Address, expected.Length));
        }
    }

    [Fact]
    public void Decode_OtherSlots_StayAsTheyAre()
    {
        using var engine = Open(new ProcessorRuntime());
        var first = engine.Decode(Noise(1), 0);
        var kept = Read(first.Address, first.Pitch * first.Height);
        var addresses = Enumerable.Range(1, 2).Select(slot => engine.Decode(Noise(slot + 1), slot).Address).Append(first.Address);
        Assert.Equal(IDeviceFrameEngine.Slots, addresses.Distinct().Count());
        Assert.Equal(kept, Read(first.Address, kept.Length));
    }

    [Fact]
    public void Over_NothingCanBeRecorded_ComputesAllTheSameAndSaysWhy()
    {
        using var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        using var engine = Open(new ProcessorRuntime { Limit = 0 }, torchEngine.Info);
        Assert.Contains("not captured (Such a thing cannot be captured)", engine.Info.Device, StringComparison.Ordinal);
        var plan = Plan(2, 1.0, stochastic: false);
        for (var frame = 0; frame < CapturedPlans.CaptureRun; frame++)
        {
            var (expected, actual) = (new float[engine.Info.LatentLength], new float[engine.Info.LatentLength]);
            torchEngine.Generate(Noise(frame), new([]), plan, [], expected);
            engine.Generate(Noise(frame), new([]), plan, [], actual);
            Assert.Equal(expected, actual);
        }

        // The two decoders and the plan, once each.
        Assert.Equal(3, _log.Warnings);
        var (side, painted) = (engine.Info.ImageSize, new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize]);
        engine.Decode(Noise(7), painted);
        Assert.Equal(painted, Read(engine.Decode(Noise(7), 1).Address, 4 * side * side));
    }

    [Fact]
    public void Generate_MorePlansThanRecordings_KeepsToTheLimitAndStaysRight()
    {
        using var torchEngine = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        var runtime = new ProcessorRuntime();
        using var engine = Open(runtime, torchEngine.Info);
        for (var round = 0; round < CapturedPlans.CaptureRun + 1; round++)
        {
            for (var steps = 1; steps <= CapturedPlans.Most + 4; steps++)
            {
                var (expected, actual) = (new float[engine.Info.LatentLength], new float[engine.Info.LatentLength]);
                torchEngine.Generate(Noise(steps), new([]), Plan(steps, 1.0, stochastic: false), [], expected);
                engine.Generate(Noise(steps), new([]), Plan(steps, 1.0, stochastic: false), [], actual);
                Assert.Equal(expected, actual);
            }
        }

        // Beside the decoders'. A plan is known by its steps, not as an object; what was used a moment ago is not thrown out.
        Assert.Equal(CapturedPlans.Most + 2, runtime.Live);
        Assert.Equal(CapturedPlans.Most, runtime.Replays);
    }

    [Fact]
    public void Decode_NotFiniteLatent_NamesTheDecoders()
    {
        using var engine = Open(new ProcessorRuntime());
        var latent = Noise(1);
        latent[3] = float.PositiveInfinity;
        var failure = Assert.Throws<CheckpointException>(() => engine.Decode(latent, 0));
        Assert.Contains(ModelFolder.PixelDecoderFile, failure.Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => engine.Decode(latent, new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize]));
        Assert.NotEqual(0u, engine.Decode(Noise(1), 0).Address);
        var failed = Assert.Throws<CheckpointException>(() => engine.Generate(latent, new([]), Plan(1, 1.0, stochastic: false), [], new float[latent.Length]));
        Assert.Contains(ModelFolder.GeneratorFile, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_WrongLength_NamesBoth() =>
        Assert.Contains("3 values", Assert.Throws<ShapeException>(() => OpenAndDecode(new float[3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Dispose_AfterFrames_LeavesNoTensorAndNoRecording()
    {
        var tensors = new TensorMeter();
        var runtime = new ProcessorRuntime();
        var engine = (IDeviceFrameEngine)tensors.Open(() => Open(runtime));
        for (var run = 0; run < CapturedPlans.CaptureRun; run++)
        {
            engine.Generate(Noise(1), new([new(1, 1.0)]), Plan(2, 1.0, stochastic: false), [], new float[engine.Info.LatentLength]);
        }

        engine.Decode(Noise(1), 2);
        Assert.NotEqual(0, tensors.Count);
        engine.Dispose();
        Assert.Equal((0, 0), (tensors.Count, runtime.Live));
    }

    [Fact]
    public void Open_BFloat16_StaysNearFloat32()
    {
        using var single = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 });
        using var half = TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1, Precision = torch.ScalarType.BFloat16 });
        Assert.EndsWith("bfloat16", half.Info.Device, StringComparison.Ordinal);
        var (expected, actual) = (new float[single.Info.LatentLength], new float[single.Info.LatentLength]);
        var plan = Plan(4, 2.0, stochastic: false);
        single.Generate(Noise(1), new([new(1, 1.0)]), plan, [], expected);
        half.Generate(Noise(1), new([new(1, 1.0)]), plan, [], actual);
        var error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(error, 1e-6, 0.05);

        var (first, second) = (new byte[4 * single.Info.ImageSize * single.Info.ImageSize], new byte[4 * single.Info.ImageSize * single.Info.ImageSize]);
        single.Decode(expected, first);
        half.Decode(expected, second);
        Assert.InRange(first.Zip(second, (a, b) => Math.Abs(a - b)).Average(), 1e-6, 3.0);
    }

    public void Dispose() => _folder.Dispose();

    private static unsafe byte[] Read(ulong address, int length) => new ReadOnlySpan<byte>((void*)address, length).ToArray();

    private static float[] Noise(int seed)
    {
        var latent = TestModel.Micro.Latent;
        var values = new float[latent.Channels * latent.Side * latent.Side];
        PhiloxNoise.FillNormal((ulong)seed, 0, 0, values);
        return values;
    }

    private static SamplingPlan Plan(int steps, double guidance, bool stochastic) => SamplingPlan.Of(new SamplingConfig
    {
        Steps = steps,
        Guidance = guidance,
        Solver = stochastic ? SolverKind.EulerMaruyama : SolverKind.Euler,
        Start = stochastic ? 0.999 : 1.0,
    });

    private void OpenAndDecode(float[] latent)
    {
        using var engine = Open(new ProcessorRuntime());
        engine.Decode(latent, 0);
    }

    private DeviceFrameEngine Open(ProcessorRuntime runtime, FrameEngineInfo? info = null)
    {
        torch.set_num_threads(1);
        info ??= new FrameEngineInfo
        {
            Folder = _model.Name, Config = _model.Config, ModelHash = _model.ShortHash, Classes = _model.Classes, Device = "processor", CanGenerate = true, Samples = [], SampleLabels = [],
        };
        return DeviceFrameEngine.Over(FaeModel.Load(_model, torch.CPU, ModelParts.Decoders | ModelParts.Generator), info, torch.CPU, runtime, _log);
    }
}
