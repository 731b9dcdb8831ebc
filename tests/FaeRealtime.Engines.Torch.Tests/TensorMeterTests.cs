using FaeRealtime.Core.Images;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;

namespace FaeRealtime.Engines.Torch.Tests;

/// <summary>That the leak tests' measure sees leaks, and only them.</summary>
public sealed class TensorMeterTests
{
    [Fact]
    public void Count_EngineThatDropsOneTensorACall_SeesEach()
    {
        var meter = new TensorMeter();
        var engine = (IDeviceFrameEngine)meter.Open(() => new LeakyEngine());
        Assert.Equal(1, meter.Count);
        Action[] calls =
        [
            () => engine.Generate([], new([]), null!, [], []),
            () => engine.DecodeFeatures([], []),
            () => engine.DecodePixels([], []),
            () => engine.Decode([], []),
            () => engine.DecodePixels([], 0),
            () => engine.Decode([], 0),
            engine.Dispose,
        ];
        foreach (var (call, i) in calls.Select((call, i) => (call, i)))
        {
            // On threads of their own; what they dropped is collected meanwhile.
            var thread = new Thread(() => call());
            thread.Start();
            thread.Join();
#pragma warning disable RS0030 // The collector must not hide what was dropped: that is what is tested.
            GC.Collect();
#pragma warning restore RS0030
            GC.WaitForPendingFinalizers();
            Assert.Equal(i + 2, meter.Count);
        }
    }

    private sealed class LeakyEngine : IDeviceFrameEngine
    {
        public LeakyEngine() => Drop();

        public FrameEngineInfo Info => throw new NotSupportedException();

        public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) => Drop();

        public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => Drop();

        public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => Drop();

        public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => Drop();

        public DeviceImage Decode(ReadOnlySpan<float> latent, int slot) => Dropping();

        public DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot) => Dropping();

        public void Dispose() => Drop();

        private static void Drop()
        {
            using var scope = torch.NewDisposeScope();
            _ = (torch.ones(2) + 1).DetachFromDisposeScope();
        }

        private static DeviceImage Dropping()
        {
            Drop();
            return default;
        }
    }
}
