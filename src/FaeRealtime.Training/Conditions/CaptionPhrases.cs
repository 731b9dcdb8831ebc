using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Conditions;

/// <summary>The captions of a split as phrases with vectors: what a generator with words is trained on.</summary>
/// <param name="images">The split. Borrowed.</param>
/// <param name="vectors">Every phrase of its captions.</param>
/// <param name="text">How phrases are dropped.</param>
/// <param name="tokens">Most tokens L of a caption, for a generator that reads the states of tokens; 0 for one that takes a vector.</param>
internal sealed class CaptionPhrases(ImageSet images, PhraseTable vectors, TextConditionConfig text, int tokens = 0)
{
    /// <summary>Views of the split.</summary>
    public long Views => images.Views;

    // W, or L·W.
    private int Numbers => Math.Max(1, tokens) * text.Width;

    /// <summary>The captions of both splits, where the recipe's generator knows words; null where it knows classes only.</summary>
    /// <param name="run">The run.</param>
    /// <param name="inputs">Data and the text encoder. Borrowed.</param>
    /// <exception cref="ConfigException">As of <see cref="Vectors"/>.</exception>
    public static (CaptionPhrases Train, CaptionPhrases HeldOut)? Of(RunContext run, RunInputs inputs)
    {
        if (run.Recipe.Model.Generator.Text is not { } text)
        {
            return null;
        }

        var (train, heldOut) = (inputs.Data.Train, inputs.Data.HeldOut);
        var tokens = run.Recipe.Model.Generator.TokenCount;
        var vectors = Vectors(run, [train, heldOut], text, inputs.PhraseEncoder, tokens);
        return (new CaptionPhrases(train, vectors, text, tokens), new CaptionPhrases(heldOut, vectors, text, tokens));
    }

    /// <summary>The phrases' vectors, from the model folder where it has them all, else from the text encoder; stored there, so that a run that goes on reads the same numbers.</summary>
    /// <param name="run">The run.</param>
    /// <param name="splits">Both splits, training first: over its captions vectors are whitened, where the model's are.</param>
    /// <param name="text">Which encoder.</param>
    /// <param name="encoder">The encoder; null where it is not at hand. Borrowed.</param>
    /// <param name="tokens">As of the class.</param>
    /// <exception cref="ConfigException">No image has a caption, or phrases have no vectors and the encoder is not at hand.</exception>
    public static PhraseTable Vectors(RunContext run, IReadOnlyList<ImageSet> splits, TextConditionConfig text, Lazy<IPhraseEncoder>? encoder, int tokens = 0)
    {
        string[] phrases = [.. splits.SelectMany(PhrasesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (phrases.Length == 0)
        {
            throw new ConfigException("The recipe's model.generator.text asks for words, but no picture of the data has a caption. Leave it out, or give captions.");
        }

        var path = run.Model.PhrasesPath;
        var known = File.Exists(path) ? PhraseTable.Load(path, text) : null;
        if (known is not null && known.HasTokens == tokens > 0 && known.Phrases.SequenceEqual(phrases))
        {
            return known;
        }

        // Whitened vectors of other data are no use: all are encoded anew.
        var (source, meter) = (new PhraseVectors(text with { Whitened = false }, text.Whitened || known?.HasTokens != tokens > 0 ? null : known, encoder, tokens), run.Meter(null, "phrases", phrases.Length, 1));
        var (numbers, counts) = (new List<float>(phrases.Length * text.Width), new int[phrases.Length]);
        foreach (var (row, phrase) in phrases.Index())
        {
            var vector = source.Vector(phrase);
            numbers.AddRange(vector);
            counts[row] = vector.Length / text.Width;
            meter.Report(row + 1);
        }

        var table = new PhraseTable(text.Encoder, text.Width, phrases, [.. numbers], tokens > 0 ? counts : null);
        (text.Whitened ? PhraseWhiteningOf.Table(table, CaptionsOf(splits[0]).Select(caption => RowsOf(caption, table))) : table).Save(path);
        return PhraseTable.Load(path, text);
    }

    /// <summary>The class of a view.</summary>
    /// <param name="view">From 0.</param>
    public long LabelOf(long view) => images.LabelOf(view);

    /// <summary>Checks, before anything is trained, that every phrase will have a vector: the first that no table has is encoded.</summary>
    /// <param name="captions">Of both splits.</param>
    /// <param name="path">Where the run folder's table lies, or will.</param>
    /// <param name="text">Which encoder.</param>
    /// <param name="encoder">The encoder; null where it is not at hand. Borrowed.</param>
    /// <param name="tokens">As of the class.</param>
    /// <exception cref="ConfigException">The encoder is needed, and is not at hand, cannot be opened or is another.</exception>
    /// <exception cref="CheckpointException">The table is damaged or of another encoder.</exception>
    public static void Require(IEnumerable<string> captions, string path, TextConditionConfig text, Lazy<IPhraseEncoder>? encoder, int tokens = 0)
    {
        var known = File.Exists(path) ? PhraseTable.Load(path, text) : null;
        if (known is null && encoder is null)
        {
            throw new ConfigException($"The recipe's model.generator.text needs the text encoder {text.Encoder}, which is not at hand.") { Subject = nameof(RunInputs.PhraseEncoder) };
        }

        if (captions.SelectMany(Prompt.PhrasesOf).FirstOrDefault(phrase => known is null || known.RowOf(phrase) < 0) is { } unknown)
        {
            new PhraseVectors(text with { Whitened = false }, null, encoder, tokens).Vector(unknown);
        }
    }

    /// <summary>The words of a step: one caption a view, by lot, of which phrases are left out, and now and then all.</summary>
    /// <param name="batch">Views and random numbers.</param>
    /// <param name="device">Where the result lies.</param>
    /// <returns>Pooled vectors <c>[B, W]</c>, or states <c>[B, L·W]</c>, float32; the caller disposes.</returns>
    public torch.Tensor Drawn(TrainingBatch batch, torch.Device device)
    {
        var count = batch.Views.Length;
        var (choice, dropped) = (batch.Random.Uniform(RandomPurpose.CaptionChoice, count), batch.Random.Uniform(RandomPurpose.TextDropout, count));
        var left = batch.Random.Uniform(RandomPurpose.PhraseDropout, count, Prompt.MostOfCaption);
        return Read(batch.Views, device, (row, captions) => dropped[row] < text.Dropout
            ? []
            : Prompt.PhrasesOf(captions[(int)(choice[row] * captions.Count)]).Where((_, i) => left[(row * Prompt.MostOfCaption) + i] >= text.PhraseDropout));
    }

    /// <summary>The first captions of views, whole.</summary>
    /// <param name="views">Indices of views.</param>
    /// <param name="device">Where the result lies.</param>
    /// <returns>Pooled vectors <c>[B, W]</c>, or states <c>[B, L·W]</c>, float32; the caller disposes.</returns>
    public torch.Tensor Whole(long[] views, torch.Device device) => Read(views, device, (_, captions) => Prompt.PhrasesOf(captions[0]));

    /// <summary>What views are pictures of: their classes, where the generator knows any, and their first captions, whole.</summary>
    /// <param name="views">Indices of views.</param>
    /// <param name="classes">How many classes the generator knows.</param>
    /// <returns>A row a view.</returns>
    public ClassCondition Condition(long[] views, int classes)
    {
        using var words = Whole(views, torch.CPU); // [B, N]
        return ClassCondition.PerImage([.. views.Select(view => classes == 0 ? null : (int?)LabelOf(view))]) with { Texts = [.. TensorExport.Values(words).Chunk(Numbers)] };
    }

    private torch.Tensor Read(long[] views, torch.Device device, Func<int, IReadOnlyList<string>, IEnumerable<string>> choose)
    {
        var values = new float[views.Length * Numbers];
        for (var row = 0; row < views.Length; row++)
        {
            if (images.CaptionsOf(views[row]) is { Count: > 0 } captions)
            {
                Write(values.AsSpan(row * Numbers, Numbers), [.. choose(row, captions).Select(vectors.RowOf)]);
            }
        }

        return torch.tensor(values, [views.Length, Numbers], device: device);
    }

    private void Write(Span<float> target, int[] rows)
    {
        var filled = 0;
        foreach (var phrase in rows)
        {
            if (tokens > 0)
            {
                filled += PhraseVectors.Follow(target[filled..], vectors.Vector(phrase), 1);
            }
            else
            {
                PhraseVectors.Add(target, vectors.Vector(phrase), (float)(Math.Sqrt(text.Width) / rows.Length));
            }
        }
    }

    private static IEnumerable<string> PhrasesOf(ImageSet images) => CaptionsOf(images).SelectMany(caption => Prompt.PhrasesOf(caption));

    private static IEnumerable<string> CaptionsOf(ImageSet images) => Enumerable.Range(0, images.Count).SelectMany(image => images.CaptionsOf(image));

    private static int[] RowsOf(string caption, PhraseTable table) => [.. Prompt.PhrasesOf(caption).Select(table.RowOf)];
}
