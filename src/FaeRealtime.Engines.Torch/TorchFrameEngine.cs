using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Native.Graphs;
using FaeRealtime.Native.Loading;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Engines.Torch;

/// <summary>The networks in TorchSharp as they are, every picture through host memory. Every tensor lives and dies on the thread that opened it.</summary>
public sealed class TorchFrameEngine : IFrameEngine
{
    private readonly FaeModel _model;
    private readonly Device _device;
    private readonly ILatentSampler<Tensor, ClassCondition>? _sampler;
    private readonly Tensor _stagedLatent;
    private readonly Tensor _stagedFeatures;

    private TorchFrameEngine(TorchEngineOptions options, FaeModel model, FrameEngineInfo info)
    {
        (_model, _device, Info) = (model, options.Device, info);
        var latent = info.Config.Latent;
        _stagedLatent = zeros([1, latent.Channels, latent.Side, latent.Side]).DetachFromDisposeScope();
        _stagedFeatures = zeros([1, latent.Side * latent.Side, info.FeatureWidth]).DetachFromDisposeScope();
        _sampler = info.CanGenerate ? model.GeneratorOf(info.Generator).Sampler(info.Sampling.GuidedChannels) : null;
    }

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>Loads decoders, samples and, where the folder has one, the generator or its student.</summary>
    /// <param name="options">Folder, device, threads.</param>
    /// <returns>The engine, on CUDA one that keeps pictures there (<see cref="IDeviceFrameEngine"/>) where libtorch and driver have what that needs; the caller disposes on the same thread.</returns>
    /// <exception cref="CheckpointException">A file is damaged or does not fit the configuration.</exception>
    /// <exception cref="NativeException">The device is absent.</exception>
    /// <exception cref="ConfigException">The student is wanted and the folder has none.</exception>
    public static IFrameEngine Open(TorchEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OperatingSystem.IsLinux())
        {
            // Elsewhere TorchSharp finds its libraries, or says what it lacks, by itself.
            Libtorch.Require();
        }

        var folder = options.Folder;
        var generator = folder.Choose(options.Generator);
        var canGenerate = File.Exists(folder.PathOf(generator));
        var parts = canGenerate ? ModelParts.Decoders | ModelNetworks.PartOf(generator) : ModelParts.Decoders;
        var runtime = Runtime(options.Device, out var hostReason);
        runtime?.Enter();
        var model = FaeModel.Load(folder, options.Device, parts, options.Type);
        var info = FrameEngineInfo.Of(folder, generator, Describe(options, model), options.PhraseEncoder) with { Kind = options.Kind, Reason = options.Reason, HostReason = hostReason };
        return runtime is null || folder.Config.Generator.IsFlow
            ? new TorchFrameEngine(options, model, info)
            : DeviceFrameEngine.Over(model, info, options.Device, options.CapturesGraphs ? runtime : new EagerRuntime(runtime), options.Logger);
    }

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        if (_sampler is null)
        {
            throw Info.NoGenerator();
        }

        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var generated = _sampler.Generate(Stage(noise, _stagedLatent), condition.ToCondition(), plan, new TorchNoise([seeds.ToArray()]), CancellationToken.None).cpu(); // [1, C, h, w]
        MemoryMarshal.Cast<byte, float>(generated.contiguous().bytes).CopyTo(latent);
        foreach (var value in latent)
        {
            if (!float.IsFinite(value))
            {
                throw Info.GeneratorNotFinite();
            }
        }
    }

    /// <inheritdoc/>
    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var decoded = _model.FeatureDecoder.forward(_model.Denormalise(Stage(latent, _stagedLatent))).to_type(ScalarType.Float32).cpu(); // [1, T, D]
        MemoryMarshal.Cast<byte, float>(decoded.contiguous().bytes).CopyTo(features);
    }

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        Pack(_model.PixelDecoder.forward(Stage(features, _stagedFeatures)), rgba);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        Pack(_model.Decode(_model.Denormalise(Stage(latent, _stagedLatent))), rgba);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stagedLatent.Dispose();
        _stagedFeatures.Dispose();
        _model.Dispose();
    }

    private static CudaRuntime? Runtime(Device device, out string hostReason)
    {
        hostReason = "the engine paints into host memory";
        return device.type == DeviceType.CUDA && CudaThread.IsAvailable(out hostReason) ? new CudaRuntime(Math.Max(0, device.index)) : null;
    }

    private static string Describe(TorchEngineOptions options, FaeModel model)
    {
        var type = options.Type == ScalarType.Float32 ? string.Empty : $", {options.Type.ToString().ToLowerInvariant()}";
        if (options.Device.type != DeviceType.CPU)
        {
            return $"torch {options.Device}{type}";
        }

        var threads = UseThreads(options, model);
        return $"torch cpu, {threads} {(threads == 1 ? "thread" : "threads")}{type}";
    }

    private static int UseThreads(TorchEngineOptions options, FaeModel model)
    {
        using var scope = NewDisposeScope();
        var latent = options.Folder.Config.Latent;
        var probe = zeros([1, latent.Channels, latent.Side, latent.Side]); // [1, C, h, w]
        var threads = options.Threads > 0 ? options.Threads : ThreadChoice.Fastest(options.Cores, TimeProvider.System, count =>
        {
            set_num_threads(count);
            model.Decode(probe).Dispose();
        });
        set_num_threads(threads);
        return threads;
    }

    private void Pack(Tensor painted, Span<byte> rgba)
    {
        var planes = painted.cpu().contiguous(); // [1, 3, H, W]
        if (!PixelPacking.TryPack(MemoryMarshal.Cast<byte, float>(planes.bytes), rgba))
        {
            throw Info.DecodersNotFinite();
        }
    }

    private Tensor Stage(ReadOnlySpan<float> values, Tensor staged)
    {
        StagedValues.Write(values, staged);
        return staged.to(_device);
    }
}
