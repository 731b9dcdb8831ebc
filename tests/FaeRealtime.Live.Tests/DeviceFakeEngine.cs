using FaeRealtime.Core.Images;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests;

/// <summary>The fake engine with three pictures of «device memory», which are arrays that have addresses.</summary>
internal sealed class DeviceFakeEngine : IDeviceFrameEngine
{
    private readonly FakeEngine _engine;
    private readonly Memory _memory;

    public DeviceFakeEngine(Memory memory, int failsAt = int.MaxValue)
    {
        (_engine, _memory) = (new FakeEngine { FailsAt = failsAt }, memory);
        Info = _engine.Info with { PictureDevice = PictureDevice.Cuda(0) };
    }

    public FrameEngineInfo Info { get; }

    public int DeviceFrames { get; private set; }

    public int DeviceFeatureFrames { get; private set; }

    public int HostFrames { get; private set; }

    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) =>
        _engine.Generate(noise, condition, plan, seeds, latent);

    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => _engine.DecodeFeatures(latent, features);

    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => Decode(features, rgba);

    public DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot)
    {
        DeviceFeatureFrames++;
        return Decode(features, slot);
    }

    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        HostFrames++;
        _engine.Decode(latent, rgba);
    }

    public DeviceImage Decode(ReadOnlySpan<float> latent, int slot)
    {
        DeviceFrames++;
        var side = Info.ImageSize;
        var address = _memory.Paint(slot, side * side * 4, out var pixels);
        _engine.Decode(latent, pixels);
        return new DeviceImage(PictureDevice.Cuda(0), address, side * 4, side, side);
    }

    public void Dispose()
    {
        _memory.Free();
        _engine.Dispose();
    }

    /// <summary>The pictures, who reads them, and what happened. Touching one at the wrong time is remembered as a fault.</summary>
    internal sealed class Memory
    {
        private readonly Lock _gate = new();
        private readonly byte[][] _pictures = new byte[IDeviceFrameEngine.Slots][];
        private readonly List<string> _events = [];
        private ulong _read;
        private bool _freed;

        public string? Fault { get; private set; }

        public IReadOnlyList<string> Events
        {
            get
            {
                lock (_gate)
                {
                    return [.. _events];
                }
            }
        }

        public byte[] this[ulong address]
        {
            get
            {
                lock (_gate)
                {
                    return _pictures[address - 1];
                }
            }
        }

        public void Note(string text)
        {
            lock (_gate)
            {
                _events.Add(text);
            }
        }

        public ulong Paint(int slot, int length, out byte[] pixels)
        {
            lock (_gate)
            {
                _freed = false;
                var address = (ulong)slot + 1;
                Fault ??= _read == address ? $"slot {slot} is painted while it is read" : null;
                pixels = _pictures[slot] ??= new byte[length];
                return address;
            }
        }

        public void BeginReading(ulong address)
        {
            lock (_gate)
            {
                Fault ??= _freed ? "a freed picture is read" : _read != 0 ? "a second picture is read before the first was waited for" : null;
                _read = address;
                _events.Add("read");
            }
        }

        public void EndReading(ulong address)
        {
            lock (_gate)
            {
                Fault ??= _read != address ? "another picture was waited for" : null;
                _read = 0;
                _events.Add("wait");
            }
        }

        public void Free()
        {
            lock (_gate)
            {
                Fault ??= _read != 0 ? "a picture is freed while it is read" : null;
                _freed = true;
                _events.Add("free");
            }
        }
    }
}
