using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Models;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using TorchSharp;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>Makes samples with a model's generator and decoders.</summary>
internal sealed class SampleMaker : IDisposable
{
    private const int Batch = 32;

    private readonly ModelFolder _folder;
    private readonly torch.Device _device;
    private readonly FaeModel _model;
    private readonly Lazy<IPhraseEncoder>? _phrases;

    private SampleMaker(ModelFolder folder, torch.Device device, FaeModel model, Lazy<IPhraseEncoder>? phrases) => (_folder, _device, _model, _phrases) = (folder, device, model, phrases);

    /// <summary>Loads the networks.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">Where they run.</param>
    /// <param name="choices">Which generators will be asked for.</param>
    /// <param name="phrases">The text encoder for phrases that did not come with the model; null where it is not at hand. Borrowed.</param>
    /// <exception cref="CheckpointException">A file is missing or does not fit.</exception>
    public static SampleMaker Load(ModelFolder folder, torch.Device device, IReadOnlyList<SamplerChoice> choices, Lazy<IPhraseEncoder>? phrases = null)
    {
        var generators = choices.Select(choice => choice.Kind == GeneratorVariant.FewStep ? ModelParts.FewStep : ModelParts.Generator);
        return new SampleMaker(folder, device, FaeModel.Load(folder, device, generators.Aggregate(ModelParts.Decoders, (parts, generator) => parts | generator)), phrases);
    }

    /// <summary>Samples, in eight bits.</summary>
    /// <param name="choice">How.</param>
    /// <param name="request">Which.</param>
    /// <param name="report">Told how many are done.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <exception cref="ConfigException">The model has no student, cannot be sampled that way, or lacks the vector of a caption's phrase.</exception>
    public ByteImages Make(SamplerChoice choice, SampleRequest request, Action<int> report, CancellationToken cancellationToken)
    {
        var generate = Generator(choice);
        var images = new List<byte[]>();
        var words = request.Captions.Count == 0 ? null : PhraseVectors.Of(_folder, _phrases);
        foreach (var start in Enumerable.Range(0, (request.Labels.Count + Batch - 1) / Batch).Select(i => i * Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var guard = torch.inference_mode();
            using var scope = torch.NewDisposeScope();
            int?[] labels = [.. request.Labels.Skip(start).Take(Batch).Select(label => request.WithoutClass ? null : (int?)label)];
            ulong[] seeds = [.. labels.Select((_, i) => request.Seed + (ulong)(start + i))];
            float[][] texts = words is null ? [] : [.. request.Captions.Skip(start).Take(Batch).Select(caption => words.Read(Prompt.OfCaption(caption)))];
            var latent = generate(SampleNoise.Of(_folder.Config.Latent, seeds, _device), ClassCondition.PerImage(labels) with { Texts = texts }, seeds, cancellationToken); // [B, C, h, w]
            images.AddRange(ByteImages.Quantise(_model.Decode(_model.Denormalise(latent))));
            report(images.Count);
        }

        return new ByteImages(choice.Name, _folder.Config.PixelDecoder.ImageSize, images);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private delegate torch.Tensor Generation(torch.Tensor noise, ClassCondition condition, IReadOnlyList<ulong> seeds, CancellationToken cancellationToken);

    private Generation Generator(SamplerChoice choice)
    {
        var sampling = choice.Sampling(_folder.Config);
        var plan = SamplingPlan.Of(sampling, _folder.Config.Generator.Path);
        var sampler = _model.GeneratorOf(choice.Kind).Sampler(sampling.GuidedChannels);
        return (noise, condition, seeds, cancellationToken) => sampler.Generate(noise, condition, plan, TorchNoise.Of(seeds), cancellationToken);
    }
}

/// <summary>Which samples are requested: the same request gives the same images at every batch size.</summary>
/// <param name="Labels">The class of each.</param>
/// <param name="Seed">Sample i begins from the noise that seed + i means in the demo.</param>
internal sealed record SampleRequest(IReadOnlyList<int> Labels, ulong Seed)
{
    /// <summary>What each shall show; empty for a generator that knows classes only.</summary>
    public IReadOnlyList<string> Captions { get; init; } = [];

    /// <summary>Whether the generator is not told the class.</summary>
    public bool WithoutClass { get; init; }

    /// <summary>A sample a caption, without class.</summary>
    /// <param name="captions">What each shall show.</param>
    /// <param name="seed">The first one's.</param>
    public static SampleRequest Of(IReadOnlyList<string> captions, ulong seed) => new([.. captions.Select(_ => 0)], seed) { Captions = captions, WithoutClass = true };

    /// <summary>Samples as the real set is: classes by their shares, and for a generator with words the captions of real images of those classes, evenly through the set.</summary>
    /// <param name="model">Whose samples.</param>
    /// <param name="data">The real set. Borrowed.</param>
    /// <param name="balanced">Whether every class gets as many instead.</param>
    /// <param name="count">Samples in all.</param>
    /// <param name="seed">The first one's.</param>
    public static SampleRequest Of(ModelFolder model, EvaluationData data, bool balanced, int count, ulong seed)
    {
        var labels = ClassShares.Assign(data.ClassWeights(balanced), count);
        var withoutClass = model.Config.Generator.Classes == 0;
        if (model.Config.Generator.Text is null)
        {
            return new SampleRequest(labels, seed) { WithoutClass = withoutClass };
        }

        var captions = new[] { data.Train, data.HeldOut }
            .SelectMany(images => Enumerable.Range(0, images.Count).Select(i => (Label: (int)images.LabelOf(i), Caption: images.CaptionsOf(i).FirstOrDefault(string.Empty))))
            .ToLookup(image => image.Label, image => image.Caption)
            .ToDictionary(group => group.Key, group => group.ToArray());
        var counts = labels.CountBy(label => label).ToDictionary();
        var taken = new Dictionary<int, long>();
        return new SampleRequest(labels, seed) { Captions = [.. labels.Select(Next)], WithoutClass = withoutClass };

        string Next(int label)
        {
            var ofClass = captions.GetValueOrDefault(label, []);
            var place = taken[label] = taken.GetValueOrDefault(label, -1) + 1;
            return ofClass.Length == 0 ? string.Empty : ofClass[place * ofClass.Length / counts[label]];
        }
    }
}

/// <summary>The noise that a sample's seed means, the same as in the demo.</summary>
internal static class SampleNoise
{
    /// <summary>Standard normal numbers, each image's by its own seed.</summary>
    /// <param name="latent">The latent's shape.</param>
    /// <param name="seeds">One an image.</param>
    /// <param name="device">Where they are put.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public static torch.Tensor Of(LatentConfig latent, IReadOnlyList<ulong> seeds, torch.Device device)
    {
        var length = latent.Channels * latent.Side * latent.Side;
        var values = new float[seeds.Count * length];
        for (var i = 0; i < seeds.Count; i++)
        {
            PhiloxNoise.FillNormal(seeds[i], 0, 0, values.AsSpan(i * length, length));
        }

        return torch.tensor(values, [seeds.Count, latent.Channels, latent.Side, latent.Side], device: device); // [B, C, h, w]
    }
}
