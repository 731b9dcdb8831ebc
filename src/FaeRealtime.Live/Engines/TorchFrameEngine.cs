using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Live.Engines;

/// <summary>The networks in TorchSharp, float32, on CPU or CUDA. Every tensor lives and dies on the thread that opened it.</summary>
public sealed class TorchFrameEngine : IFrameEngine
{
    private readonly FaeModel _model;
    private readonly Device _device;
    private readonly FlowSampler<Tensor, ClassCondition>? _sampler;
    private readonly Tensor _staging;

    private TorchFrameEngine(TorchEngineOptions options, FaeModel model, FrameEngineInfo info)
    {
        (_model, _device, Info) = (model, options.Device, info);
        var latent = info.Config.Latent;
        _staging = zeros([1, latent.Channels, latent.Side, latent.Side]).DetachFromDisposeScope();
        _sampler = info.CanGenerate ? new(new TorchLinearSpace(), new GeneratorField(model.GeneratorOf(info.Generator), info.Sampling.GuidedChannels)) : null;
    }

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>Loads decoders, samples and, where the folder has one, the generator or its student.</summary>
    /// <param name="options">Folder, device, threads.</param>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="CheckpointException">A file is damaged or does not fit the configuration.</exception>
    /// <exception cref="NativeException">The device is absent.</exception>
    /// <exception cref="ConfigException">The student is wanted and the folder has none.</exception>
    public static TorchFrameEngine Open(TorchEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = options.Folder;
        var generator = folder.Choose(options.Generator);
        var canGenerate = File.Exists(folder.PathOf(generator));
        var parts = canGenerate ? ModelParts.Decoders | ModelNetworks.PartOf(generator) : ModelParts.Decoders;
        var model = FaeModel.Load(folder, options.Device, parts);
        var onCpu = options.Device.type == DeviceType.CPU;
        var threads = onCpu ? UseThreads(options, model) : 0;
        var device = onCpu ? $"torch cpu, {threads} {(threads == 1 ? "thread" : "threads")}" : $"torch {options.Device}";
        return new TorchFrameEngine(options, model, FrameEngineInfo.Of(folder, generator, device));
    }

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, ReadOnlySpan<WeightedClass> classes, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        if (_sampler is null)
        {
            throw new ConfigException($"Model '{Info.Config.Name}' has no {ModelFolder.GeneratorFile}, which modes morph and walk need. Choose mode samples, or train stage III.");
        }

        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var condition = classes.IsEmpty ? ClassCondition.None : ClassCondition.Blend(classes.ToArray());
        var generated = _sampler.Generate(Stage(noise), condition, plan, new TorchNoise([seeds.ToArray()]), CancellationToken.None).cpu(); // [1, C, h, w]
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
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var painted = _model.Decode(_model.Denormalise(Stage(latent))).cpu(); // [1, 3, H, W]
        if (!PixelPacking.TryPack(MemoryMarshal.Cast<byte, float>(painted.contiguous().bytes), rgba))
        {
            throw Info.DecodersNotFinite();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _staging.Dispose();
        _model.Dispose();
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

    private Tensor Stage(ReadOnlySpan<float> latent)
    {
        if (latent.Length != Info.LatentLength)
        {
            throw new ShapeException($"A latent of {latent.Length} values came to a model of {Info.LatentLength}; give [C, h, w] of its configuration.");
        }

        latent.CopyTo(MemoryMarshal.Cast<byte, float>(_staging.bytes));
        return _staging.to(_device);
    }
}
