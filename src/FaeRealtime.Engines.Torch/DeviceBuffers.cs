using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Engines.Torch;

/// <summary>The tensors of an engine that stay in place: captured graphs name their memory.</summary>
internal sealed class DeviceBuffers : IDisposable
{
    private readonly Tensor _stagedLatent;
    private readonly Tensor _stagedFeatures;

    /// <param name="info">The model's sizes.</param>
    /// <param name="generator">What is asked; null for none. Borrowed.</param>
    /// <param name="device">Where.</param>
    public DeviceBuffers(FrameEngineInfo info, VelocityGenerator? generator, Device device)
    {
        var (latent, side) = (info.Config.Latent, info.ImageSize);
        _stagedLatent = Kept(zeros([1, latent.Channels, latent.Side, latent.Side]));
        _stagedFeatures = Kept(zeros([1, latent.Side * latent.Side, info.FeatureWidth]));
        Latent = Kept(zeros([1, latent.Channels, latent.Side, latent.Side], device: device));
        Features = Kept(zeros([1, latent.Side * latent.Side, info.FeatureWidth], device: device));
        Condition = generator is null ? null : Kept(generator, device);
        Finite = Kept(zeros([1], device: device));
        Decoded = Kept(full([side, side, 4], byte.MaxValue, dtype: ScalarType.Byte, device: device));
        Slots = [.. Enumerable.Range(0, IDeviceFrameEngine.Slots).Select(_ => Kept(zeros([side, side, 4], dtype: ScalarType.Byte, device: device)))];
    }

    /// <summary>What a plan starts from and ends in, and what the feature decoder decodes: <c>[1, C, h, w]</c>, float32.</summary>
    public Tensor Latent { get; }

    /// <summary>What is painted: <c>[1, T, D]</c>, float32.</summary>
    public Tensor Features { get; }

    /// <summary>What is asked for, and what guidance leads away from; null without generator.</summary>
    public GuidedInputs? Condition { get; }

    /// <summary>0, or NaN where a value of the last picture was not finite: <c>[1]</c>.</summary>
    public Tensor Finite { get; }

    /// <summary>The last picture: <c>[H, W, 4]</c>, bytes, opaque.</summary>
    public Tensor Decoded { get; }

    /// <summary>Pictures that are handed out, each <c>[H, W, 4]</c>.</summary>
    public IReadOnlyList<Tensor> Slots { get; }

    /// <summary>Copies a latent in.</summary>
    /// <exception cref="ShapeException">It has another length.</exception>
    public void Write(ReadOnlySpan<float> latent)
    {
        StagedValues.Write(latent, _stagedLatent);
        Latent.copy_(_stagedLatent);
    }

    /// <summary>Copies features in.</summary>
    /// <exception cref="ShapeException">They have another length.</exception>
    public void WriteFeatures(ReadOnlySpan<float> features)
    {
        StagedValues.Write(features, _stagedFeatures);
        Features.copy_(_stagedFeatures);
    }

    /// <summary>Copies classes and words in.</summary>
    /// <exception cref="ConfigException">A class does not exist, none is asked of a model that has no null label, or the model knows no words.</exception>
    public void Write(EngineCondition condition, VelocityGenerator generator)
    {
        var (asked, numbers) = (condition.ToCondition(), generator.GeneratorConfig.TextNumbers);
        var wanted = PromptRow.Wanted(condition.Text, numbers);
        if (!wanted.IsEmpty && wanted.Length != numbers)
        {
            throw new ConfigException($"Words of {wanted.Length} numbers came to a generator that takes {numbers} (generator.text).");
        }

        Copy(generator.InputsOf(asked, 1, CPU), Condition!.Wanted);
        if (Condition.None is { } none)
        {
            Copy(generator.InputsOf(asked.Away(numbers), 1, CPU), none);
        }
    }

    /// <summary>Copies the latent out, which waits for the device.</summary>
    public void Read(Span<float> latent)
    {
        using var host = Latent.cpu();
        StagedValues.Of(host).CopyTo(latent);
    }

    /// <summary>Copies the features out, which waits for the device.</summary>
    public void ReadFeatures(Span<float> features)
    {
        using var host = Features.cpu();
        StagedValues.Of(host).CopyTo(features);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Slots.Concat([_stagedLatent, _stagedFeatures, Latent, Features, Finite, Decoded, .. Tensors(Condition?.Wanted), .. Tensors(Condition?.None)]))
        {
            tensor.Dispose();
        }

    }

    private static void Copy(GeneratorInputs from, GeneratorInputs to)
    {
        foreach (var (kept, staged) in Tensors(to).Zip(Tensors(from)))
        {
            kept.copy_(staged);
        }
    }

    private static GuidedInputs Kept(VelocityGenerator generator, Device device)
    {
        var none = generator.GeneratorConfig.HasNullLabel;
        var wanted = generator.InputsOf(none ? ClassCondition.None : ClassCondition.Of(0), 1, device);
        var kept = new GuidedInputs(wanted, none ? generator.InputsOf(ClassCondition.None, 1, device) : null);
        foreach (var tensor in Tensors(kept.Wanted).Concat(Tensors(kept.None)))
        {
            Kept(tensor);
        }

        return kept;
    }

    private static IEnumerable<Tensor> Tensors(GeneratorInputs? inputs) => inputs is null ? [] : new[] { inputs.Labels, inputs.ClassWeights, inputs.Text, inputs.Pooled }.OfType<Tensor>();

    private static Tensor Kept(Tensor tensor) => tensor.DetachFromDisposeScope();
}

/// <summary>Host memory of tensors through which values go to a device.</summary>
internal static class StagedValues
{
    /// <summary>The values of a tensor.</summary>
    /// <param name="tensor">Of any shape, float32 in host memory, contiguous. Borrowed, and so is what is returned.</param>
    public static Span<float> Of(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Writes all of them.</summary>
    /// <param name="values">As many as the tensor has.</param>
    /// <param name="staged">Of any shape, float32 in host memory, contiguous. Borrowed.</param>
    /// <exception cref="ShapeException">There are more or fewer.</exception>
    public static void Write(ReadOnlySpan<float> values, Tensor staged)
    {
        var target = Of(staged);
        if (values.Length != target.Length)
        {
            var what = staged.ndim == 4 ? ("A latent", "[C, h, w]") : ("Features", "[T, D]");
            throw new ShapeException($"{what.Item1} of {values.Length} values came to a model of {target.Length}; give {what.Item2} of its configuration.");
        }

        values.CopyTo(target);
    }
}
