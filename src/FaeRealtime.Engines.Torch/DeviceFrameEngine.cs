using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;
using FaeRealtime.Models;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace FaeRealtime.Engines.Torch;

/// <summary>
/// The networks in TorchSharp over tensors that stay in place on a device: inputs are copied in, a plan's steps run as one graph, the feature decoder as another, the pixel
/// decoder and the packing to RGBA8 as a third, and only a latent, features, or four bytes a pixel and one number that tells whether all are finite, come out. Every tensor lives and dies on the thread that opened it.
/// </summary>
/// <remarks>The times of a plan's steps are constants of its graph; what changes from frame to frame (noise, labels, latent, features) is copied into tensors before each replay.</remarks>
internal sealed class DeviceFrameEngine : IDeviceFrameEngine
{
    private readonly FaeModel _model;
    private readonly int _ordinal;
    private readonly FlowSampler<Tensor, GuidedInputs>? _sampler;
    private readonly DeviceBuffers _buffers;
    private readonly CapturedPlans _plans;
    private readonly ulong[] _addresses;
    private ICapturedGraph? _featureDecoder;
    private ICapturedGraph? _pixelDecoder;

    private DeviceFrameEngine(FaeModel model, FrameEngineInfo info, int ordinal, DeviceBuffers buffers, ulong[] addresses, GraphCapture capture)
    {
        (_model, Info, _ordinal, _buffers, _addresses, _plans) = (model, info, ordinal, buffers, addresses, new CapturedPlans(capture));
        _sampler = Generator is { } generator ? new(new TorchLinearSpace(), new InputField(generator, info.Sampling.GuidedChannels)) : null;
    }

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; private set; }

    private VelocityGenerator? Generator => Info.CanGenerate ? (VelocityGenerator)_model.GeneratorOf(Info.Generator) : null;

    /// <summary>Sets an engine up over a loaded model.</summary>
    /// <param name="model">On the device. Owned from here on.</param>
    /// <param name="info">What is loaded.</param>
    /// <param name="device">Where.</param>
    /// <param name="runtime">Entered on this thread. Borrowed.</param>
    /// <param name="logger">Told what is captured, and what cannot be.</param>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="NativeException">The device refuses.</exception>
    public static DeviceFrameEngine Over(FaeModel model, FrameEngineInfo info, Device device, IDeviceRuntime runtime, ILogger logger)
    {
        using var guard = inference_mode();
        using var parts = new PartsInMaking();
        parts.Add(model);
        var buffers = parts.Add(new DeviceBuffers(info, info.CanGenerate ? (VelocityGenerator)model.GeneratorOf(info.Generator) : null, device));
        var capture = new GraphCapture(runtime, logger);
        var engine = new DeviceFrameEngine(model, info, Math.Max(0, device.index), buffers, [.. buffers.Slots.Select(runtime.AddressOf)], capture);

        // Which disposes model and buffers with what it captures.
        parts.Add(parts.Finish(engine));
        engine.Capture(capture);
        return parts.Finish(engine);
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
        _buffers.Write(noise);
        _buffers.Write(condition, Generator!);
        var stepNoise = plan.IsStochastic ? new TorchNoise([seeds.ToArray()]) : null;
        _plans.Run(plan, () => Sample(plan, stepNoise));
        _buffers.Read(latent);
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
        _buffers.Write(latent);
        RunFeatureDecoder();
        _buffers.ReadFeatures(features);
    }

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        _buffers.WriteFeatures(features);
        DecodePixels(rgba);
    }

    /// <inheritdoc/>
    public DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        _buffers.WriteFeatures(features);
        return DecodePixels(slot);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        _buffers.Write(latent);
        RunFeatureDecoder();
        DecodePixels(rgba);
    }

    /// <inheritdoc/>
    public DeviceImage Decode(ReadOnlySpan<float> latent, int slot)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        _buffers.Write(latent);
        RunFeatureDecoder();
        return DecodePixels(slot);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _featureDecoder?.Dispose();
        _pixelDecoder?.Dispose();
        _plans.Dispose();
        _buffers.Dispose();
        _model.Dispose();
    }

    // Once as it is, so that libraries set themselves up; then captured.
    private void Capture(GraphCapture capture)
    {
        ComputeFeatures();
        ComputeImage();
        _featureDecoder = capture.TryCapture("the feature decoder", ComputeFeatures, out var first);
        _pixelDecoder = capture.TryCapture("the pixel decoder", ComputeImage, out var second);
        var captured = _featureDecoder is not null && _pixelDecoder is not null;
        Info = Info with { PictureDevice = PictureDevice.Cuda(_ordinal), Device = $"{Info.Device}, {(captured ? "captured" : $"not captured ({(first.Length > 0 ? first : second)})")}" };
    }

    private void DecodePixels(Span<byte> rgba)
    {
        RunPixelDecoder();
        RequireFinite();
        _buffers.Decoded.cpu().bytes.CopyTo(rgba);
    }

    private DeviceImage DecodePixels(int slot)
    {
        RunPixelDecoder();
        _buffers.Slots[slot].copy_(_buffers.Decoded);

        // Reading that number waits for the device, so the picture is finished as well.
        RequireFinite();
        var side = Info.ImageSize;
        return new DeviceImage(PictureDevice.Cuda(_ordinal), _addresses[slot], side * 4, side, side);
    }

    private void RunFeatureDecoder()
    {
        if (_featureDecoder is null)
        {
            ComputeFeatures();
        }
        else
        {
            _featureDecoder.Replay();
        }
    }

    private void RunPixelDecoder()
    {
        if (_pixelDecoder is null)
        {
            ComputeImage();
        }
        else
        {
            _pixelDecoder.Replay();
        }
    }

    private void Sample(SamplingPlan plan, TorchNoise? stepNoise)
    {
        using var scope = NewDisposeScope();
        _buffers.Latent.copy_(_sampler!.Generate(_buffers.Latent, _buffers.Condition!, plan, stepNoise, CancellationToken.None));
    }

    private void ComputeFeatures()
    {
        using var scope = NewDisposeScope();
        _buffers.Features.copy_(_model.FeatureDecoder.forward(_model.Denormalise(_buffers.Latent))); // [1, T, D]
    }

    // As PixelPacking does it, on the device: 0·x is 0 for finite values and NaN for others, and NaN stays.
    private void ComputeImage()
    {
        using var scope = NewDisposeScope();
        var painted = _model.PixelDecoder.forward(_buffers.Features).squeeze(0).permute(1, 2, 0); // [H, W, 3]
        _buffers.Finite.copy_((painted * 0f).sum());
        _buffers.Decoded.narrow(2, 0, 3).copy_((painted.clamp(0f, 1f) * 255f) + 0.5f); // [H, W, 3]
    }

    private void RequireFinite()
    {
        if (float.IsNaN(_buffers.Finite.cpu().item<float>()))
        {
            throw Info.DecodersNotFinite();
        }
    }
}
