using System.Globalization;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Caches;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>The space in which sets of images are compared: a vector of the frozen ViT for each.</summary>
/// <remarks>Images come to the encoder's side by <see cref="EncoderInput.Resize"/>. A distance in it is named after the encoder, never FID.</remarks>
internal sealed class FeatureSpace : IDisposable
{
    private const int Batch = 32;

    private readonly IImageEncoder _encoder;
    private readonly FeaturePooling _pooling;
    private readonly torch.Device _device;
    private readonly int _inputSize;

    /// <summary>Takes over the encoder.</summary>
    /// <param name="encoder">Frozen, on <paramref name="device"/>.</param>
    /// <param name="pooling">Which vector.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="inputSize">Side in pixels of what it sees; null is its config's.</param>
    /// <exception cref="ConfigException">The side is no multiple of the patch.</exception>
    public FeatureSpace(IImageEncoder encoder, FeaturePooling pooling, torch.Device device, int? inputSize = null)
    {
        (_encoder, _pooling, _device, _inputSize) = (encoder, pooling, device, inputSize ?? encoder.Config.InputSize);
        if (_inputSize < 1 || _inputSize % encoder.Config.PatchSize != 0)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"The encoder's input has {inputSize} pixels a side; give a multiple of its patch, {encoder.Config.PatchSize}.")) { Subject = nameof(EvaluationOptions.InputSize) };
        }
    }

    /// <summary>Such as <c>vit_tiny_patch16_224, class token, 128 px</c>.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{EncoderName}, {(_pooling == FeaturePooling.Class ? "class token" : "mean of patch tokens")} of the last block, {_inputSize} px");

    public string EncoderName => _encoder.Config.Name;

    /// <summary>The frozen ViT. Borrowed.</summary>
    public IImageEncoder Encoder => _encoder;

    /// <summary>Opens the space of a model's frozen encoder.</summary>
    /// <param name="config">The model's encoder.</param>
    /// <param name="options">Weights file, pooling, device.</param>
    /// <exception cref="ConfigException">No weights file is named.</exception>
    /// <exception cref="CheckpointException">It is another file than the model was trained with, or damaged.</exception>
    public static FeatureSpace Open(VisionEncoderConfig config, EvaluationOptions options)
    {
        if (options.RandomEncoderSeed is { } seed)
        {
            return new FeatureSpace(IImageEncoder.Random(config, seed, options.Device), options.Pooling, options.Device, options.InputSize);
        }

        var path = options.EncoderPath ?? throw new ConfigException($"The frozen encoder is needed: {ArchitectureCatalogue.OfficialFile(config)}.") { Subject = nameof(options.EncoderPath) };
        return new FeatureSpace(IImageEncoder.Load(config, path, options.Device), options.Pooling, options.Device, options.InputSize);
    }

    /// <summary>One batch's vectors.</summary>
    /// <param name="rgb"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    /// <returns><c>[B, D]</c> on the CPU; the caller disposes.</returns>
    public torch.Tensor Of(torch.Tensor rgb)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var input = EncoderInput.Resize(rgb.to(_device), _inputSize);
        using var tokens = _encoder.Encode(_encoder.Normalise(input));
        var vectors = _pooling == FeaturePooling.Mean
            ? tokens.Patches.mean([1L]) // [B, D]
            : (tokens.Class ?? tokens.Pooled ?? throw new ConfigException($"Encoder '{EncoderName}' has neither a class token nor a pooling head. Pool the mean of its patch tokens.") { Subject = nameof(EvaluationOptions.Pooling) }).alias(); // [B, D]
        return vectors.cpu().MoveToOuterDisposeScope();
    }

    /// <summary>The vectors of a whole set.</summary>
    /// <param name="images">The set.</param>
    /// <param name="report">Told how many are done; may be null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <param name="seams">Counts the same images; may be null.</param>
    /// <param name="second">Takes the same images; may be null.</param>
    /// <returns><c>[N, D]</c> on the CPU; the caller disposes.</returns>
    public torch.Tensor All(IImageBatches images, Action<int>? report, CancellationToken cancellationToken, SeamIndex? seams = null, SecondSpace? second = null)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var parts = new List<torch.Tensor>();
        var done = 0;
        foreach (var batch in images.Batches(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            parts.Add(Of(batch));
            seams?.Add(batch);
            second?.Add(batch);
            done += (int)batch.shape[0];
            batch.Dispose();
            report?.Invoke(done);
        }

        return torch.cat(parts, 0).MoveToOuterDisposeScope(); // [N, D]
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}

/// <summary>Which vector of the frozen ViT stands for an image. All are of its last block, after the final norm.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FeaturePooling>))]
public enum FeaturePooling
{
    /// <summary>The class token, or the attention pool's answer where the encoder has no class token.</summary>
    Class,

    /// <summary>The mean of the patch tokens.</summary>
    Mean,
}
