using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Images;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Engines.Gl.Networks;
using FaeRealtime.Engines.Gl.Sampling;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines.Gl;

/// <summary>The networks in OpenGL compute shaders, on a headless context of its own or one that shares with the application's: no CUDA, no libtorch. All kernels of a step and of a picture are lists that were prepared at opening.</summary>
public sealed class GlFrameEngine : IDeviceFrameEngine
{
    private readonly IGlContext _context;
    private readonly bool _ownsContext;
    private readonly GlCompute _compute;
    private readonly GlLatents _latents;
    private readonly GlLatent _decoded;
    private readonly GlNoise _noise;
    private readonly ClassBlends _blends = new();
    private readonly FlowSampler<GlLatent, ClassBlends>? _sampler;
    private readonly GlFeatureDecoder _features;
    private readonly GlPixelDecoder _pixels;
    private readonly ComputeImage[] _pictures;
    private WeightedSeed[] _seeds = [];

    private GlFrameEngine(IGlContext context, bool ownsContext, GlCompute compute, GlParts parts, FrameEngineInfo info)
    {
        (_context, _ownsContext, _compute, Info) = (context, ownsContext, compute, info);
        (_latents, _features, _pixels, Generator, _pictures) = (parts.Latents, parts.Features, parts.Pixels, parts.Generator?.Network, parts.Pictures);
        (_decoded, _noise) = (_latents.Rent(), new GlNoise(_latents));
        _sampler = parts.Generator is null ? null : new FlowSampler<GlLatent, ClassBlends>(_latents, parts.Generator.Field);
    }

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>The generator, for tests; null where the folder has none.</summary>
    internal IGlGenerator? Generator { get; }

    /// <summary>Makes a context, compiles the kernels and brings the weights onto the device.</summary>
    /// <param name="options">Folder, weights.</param>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="GraphicsException">There is no OpenGL 4.3, the driver refuses a kernel, or the device has not enough memory.</exception>
    /// <exception cref="CheckpointException">A file is damaged or does not fit the configuration.</exception>
    /// <exception cref="ConfigException">The student is wanted and the folder has none.</exception>
    public static GlFrameEngine Open(GlEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var kind = options.Folder.Choose(options.Generator);
        using var parts = new PartsInMaking();
        var context = (options.Context ?? parts.Add(EglContext.CreateForCompute())).Open();
        var half = options.HalfWeights ?? !Renderers.IsSoftware(context.Renderer);
        var info = FrameEngineInfo.Of(options.Folder, kind, $"gl, {context.Renderer}, {(half ? "float16" : "float32")} weights", options.PhraseEncoder) with
        {
            Kind = options.Kind, Renderer = context.Renderer, Reason = options.Reason,
            PictureDevice = context.SharesWith != 0 ? PictureDevice.Textures(context.SharesWith) : null,
            HostReason = options.Context is GlSlices
                ? "the window system of the OpenGL context is none that is known here"
                : "the engine has an OpenGL context of its own, which shares nothing with the one that draws",
        };
        var mostRead = Math.Max(Math.Max(info.LatentLength, info.FeatureLength) * (long)sizeof(float), 4L * info.ImageSize * info.ImageSize);
        var compute = parts.Add(new InContext(context, GlCompute.Open(context, half, mostRead))).Compute;
        return parts.Finish(new GlFrameEngine(context, options.Context is null, compute, Load(compute, options.Folder, info), info));
    }

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        if (_sampler is null)
        {
            throw Info.NoGenerator();
        }

        RequireLatent(noise.Length);
        RequireLatent(latent.Length);
        _blends.Set(condition.Classes, condition.Text);
        SetSeeds(seeds);
        var start = _latents.Rent();
        try
        {
            _latents.Write(start, noise);
            var generated = _sampler.Generate(start, _blends, plan, _noise, CancellationToken.None);
            _latents.Read(generated, latent);
            _latents.Release(generated);
        }
        finally
        {
            _latents.Release(start);
        }

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
        RequireFeatures(features.Length);
        RunFeatureDecoder(latent);
        _compute.Read(_features.Features, 0, features);
    }

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        RequireFeatures(features.Length);
        _compute.Write(_features.Features, 0, features);
        Paint(rgba);
    }

    /// <inheritdoc/>
    public DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot)
    {
        RequireFeatures(features.Length);
        _compute.Write(_features.Features, 0, features);
        return Paint(slot);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        RunFeatureDecoder(latent);
        Paint(rgba);
    }

    /// <inheritdoc/>
    public DeviceImage Decode(ReadOnlySpan<float> latent, int slot)
    {
        RunFeatureDecoder(latent);
        return Paint(slot);
    }

    /// <summary>Measures every kernel of a step, of the feature decoder and of the pixel decoder on the device, one after the other.</summary>
    /// <param name="runs">How often; the fastest counts.</param>
    /// <returns>In the order in which they run; of the step those of one picture.</returns>
    public IReadOnlyList<KernelTime> MeasureKernels(int runs)
    {
        _context.EnsureCurrent();
        _pictures[^1].Bind();
        _compute.Step.Set(default);
        List<(string Part, KernelList List)> parts = [("feature decoder", _features.Kernels), ("pixel decoder", _pixels.Kernels)];
        if (Generator is not null)
        {
            parts.Insert(0, ("step", Generator.Kernels(false)));
        }

        return [.. parts.SelectMany(part => Measure(part.Part, part.List.Dispatches, runs))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Delete(_compute);
        if (_ownsContext)
        {
            _context.Dispose();
        }
        else
        {
            _context.ReleaseCurrent();
        }
    }

    private static IEnumerable<KernelTime> Measure(string part, DispatchList list, int runs)
    {
        var (times, least) = (new long[list.Count], new long[list.Count]);
        Array.Fill(least, long.MaxValue);
        for (var run = 0; run <= runs; run++)
        {
            list.Measure(times);
            for (var i = 0; run > 0 && i < times.Length; i++)
            {
                least[i] = Math.Min(least[i], times[i]);
            }
        }

        return least.Select((time, i) => new KernelTime(part, list.NameOf(i), list.WorkOf(i), time));
    }

    private static GlParts Load(GlCompute compute, ModelFolder folder, FrameEngineInfo info)
    {
        var latents = new GlLatents(compute, info.LatentLength);
        var features = GlFeatureDecoder.Open(compute, folder.FeatureDecoderPath, info.Config, latents.Buffer);
        var pixels = GlPixelDecoder.Open(compute, folder.PixelDecoderPath, info.Config, features.Features);
        var generator = info.CanGenerate ? GlGenerators.Open(compute, latents, folder.PathOf(info.Generator), info.Config, info.Generator) : null;

        // The last one is what host memory is filled from.
        var pictures = new ComputeImage[1 + (info.PictureDevice is null ? 0 : IDeviceFrameEngine.Slots)];
        for (var i = 0; i < pictures.Length; i++)
        {
            pictures[i] = compute.Image(info.ImageSize);
        }

        return new GlParts(latents, features, pixels, generator, pictures);
    }

    private void RunFeatureDecoder(ReadOnlySpan<float> latent)
    {
        RequireLatent(latent.Length);
        _latents.Write(_decoded, latent);
        _features.Run(_decoded.Slot);
    }

    private void Paint(Span<byte> rgba)
    {
        _pixels.Run(_pictures[^1]);
        _compute.Read(_pictures[^1], rgba);
        RequireFinite();
    }

    // Reading that number waits for the device, so the picture is finished as well.
    private DeviceImage Paint(int slot)
    {
        var picture = _pictures[slot];
        _pixels.Run(picture);
        RequireFinite();
        return new DeviceImage(Info.PictureDevice ?? throw new InvalidOperationException(Info.HostReason), picture.Name, 0, picture.Width, picture.Height);
    }

    private void RequireFinite()
    {
        if (!_pixels.IsFinite())
        {
            throw Info.DecodersNotFinite();
        }
    }

    private void SetSeeds(ReadOnlySpan<WeightedSeed> seeds)
    {
        if (seeds.Length > _seeds.Length)
        {
            _seeds = new WeightedSeed[seeds.Length];
        }

        seeds.CopyTo(_seeds);
        _noise.Seeds = _seeds.AsMemory(0, seeds.Length);
    }

    private void RequireFeatures(int length)
    {
        if (length != Info.FeatureLength)
        {
            throw new ShapeException($"Features of {length} values came to a model of {Info.FeatureLength}; give [T, D] of its configuration.");
        }
    }

    private void RequireLatent(int length)
    {
        if (length != Info.LatentLength)
        {
            throw new ShapeException($"A latent of {length} values came to a model of {Info.LatentLength}; give [C, h, w] of its configuration.");
        }
    }

    private sealed record GlParts(GlLatents Latents, GlFeatureDecoder Features, GlPixelDecoder Pixels, OpenedGenerator? Generator, ComputeImage[] Pictures);
}

/// <summary>How long a kernel took on the device.</summary>
/// <param name="Part">What it is part of.</param>
/// <param name="Kernel">Its name and definitions.</param>
/// <param name="Work">What it does at least.</param>
/// <param name="Nanoseconds">The fastest run.</param>
public readonly record struct KernelTime(string Part, string Kernel, KernelWork Work, long Nanoseconds);
