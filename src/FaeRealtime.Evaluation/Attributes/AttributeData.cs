using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Attributes;

/// <summary>Images to learn from and to ask for, with what the data set's lists say of them.</summary>
internal sealed class AttributeData : IDisposable
{
    // Names, numbers and sentences are no attributes that a probe could learn.
    private const int MostValues = 100;

    private readonly AttributeLists _lists;

    private AttributeData(EvaluationData images, AttributeLists lists, IReadOnlyList<AttributeTable> tables, IReadOnlyList<SkippedRow> skipped) =>
        (Images, _lists, Tables, Skipped) = (images, lists, tables, skipped);

    /// <summary>Both splits, as far as they were chosen.</summary>
    public EvaluationData Images { get; }

    /// <summary>The attributes that are read.</summary>
    public IReadOnlyList<AttributeTable> Tables { get; }

    /// <summary>The data set's others.</summary>
    public IReadOnlyList<SkippedRow> Skipped { get; }

    /// <summary>Loads images and lists.</summary>
    /// <exception cref="ConfigException">There is no such attribute, none that can be read, or no image that is held out for the reason.</exception>
    public static AttributeData Load(AttributeOptions options, CancellationToken cancellationToken)
    {
        AttributeLists? lists = null;
        IReadOnlyList<ImageEntry> train = [];
        var images = EvaluationData.Load(options.Evaluation, cancellationToken, source =>
        {
            lists = AttributeLists.Of(source.Path);
            train = source.Train;
            var heldOut = options.HeldOutBy is { } reason ? [.. source.HeldOut.Where(entry => lists.Find(entry.File)?.HeldOutBy == reason)] : source.HeldOut;
            return heldOut.Count == 0
                ? throw new ConfigException($"Data folder {source.Path} holds no picture out by '{options.HeldOutBy}'; its lists say {Reasons(source, lists)}.") { Subject = nameof(options.HeldOutBy) }
                : source with { Train = DataSource.Evenly(source.Train, options.Train), HeldOut = DataSource.Evenly(heldOut, options.Count) };
        });
        try
        {
            var (tables, skipped) = Choose(options, images, lists!, train);
            return new AttributeData(images, lists!, tables, skipped);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>A held-out image's caption in wordings that training never sees, in turn where it has several; null where it has none.</summary>
    public string? HeldOutWording(int place) => _lists.Find(Images.HeldOut.FileOf(place))?.HeldOutWordings is { Count: > 0 } wordings ? wordings[place % wordings.Count] : null;

    /// <inheritdoc/>
    public void Dispose() => Images.Dispose();

    private static string Reasons(DataSource source, AttributeLists lists)
    {
        var reasons = source.HeldOut.Select(entry => lists.Find(entry.File)?.HeldOutBy).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(reason => $"'{reason}'").ToArray();
        return reasons.Length == 0 ? "no reasons" : string.Join(", ", reasons);
    }

    private static (IReadOnlyList<AttributeTable> Tables, IReadOnlyList<SkippedRow> Skipped) Choose(AttributeOptions options, EvaluationData images, AttributeLists lists, IReadOnlyList<ImageEntry> train)
    {
        var (tables, skipped) = (new List<AttributeTable>(), new List<SkippedRow>());
        string[] known = [.. lists.Names, .. lists.Names.Contains(AttributeOptions.Class) ? Array.Empty<string>() : [AttributeOptions.Class]];
        if (options.Attributes.Concat(options.Targets.Keys).FirstOrDefault(name => !known.Contains(name)) is { } stranger)
        {
            throw new ConfigException($"Data folder {options.Evaluation.DataPath} names no attribute '{stranger}'; there are {string.Join(", ", known)}.") { Subject = nameof(options.Attributes) };
        }

        foreach (var name in known)
        {
            if (options.Attributes.Count > 0 && !options.Attributes.Contains(name))
            {
                skipped.Add(new SkippedRow(name, "not asked for"));
                continue;
            }

            var table = AttributeTable.Of(name, options.Absent, Values(images.Train), Values(images.HeldOut), images.Classes, Lacking());
            var reason = table.Values.Count < 2 ? "fewer than two values in training"
                : table.Values.Count > MostValues ? $"more than {MostValues} values"
                : table.HeldOutCount.Used == 0 ? "no held-out picture to judge"
                : options.Attributes.Count == 0 && IsClassAgain(table) ? "another attribute says the same"
                : null;
            if (reason is null)
            {
                tables.Add(table);
            }
            else
            {
                skipped.Add(new SkippedRow(name, reason));
            }

            IReadOnlyList<(string?, int)> Values(ImageSet set) => [.. Enumerable.Range(0, set.Count).Select(i => (ValueOf(set.FileOf(i), (int)set.LabelOf(i)), (int)set.LabelOf(i)))];

            string? ValueOf(string file, int label) => name == AttributeOptions.Class && !lists.Names.Contains(name) ? images.Classes[label] : lists.Find(file)?.Values.GetValueOrDefault(name);

            HashSet<int> Lacking() =>
                [.. train.GroupBy(entry => entry.Label).Where(group => group.All(entry => ValueOf(entry.File, entry.Label) is { } value && value == options.Absent)).Select(group => group.Key)];
        }

        return tables.Count > 0 ? (tables, skipped) : throw new ConfigException(
            $"Data folder {options.Evaluation.DataPath} has no attribute to read: {string.Join("; ", skipped.Select(one => $"{one.Attribute}: {one.Reason}"))}. Lists name them (metadata.jsonl, 'attributes').");

        bool IsClassAgain(AttributeTable table) => table.Name == AttributeOptions.Class && tables.Any(other =>
            other.Train.Zip(table.Train).Distinct().ToArray() is var pairs && pairs.Length == table.Values.Count && pairs.Select(pair => pair.First).Distinct().Count() == pairs.Length);
    }
}

/// <summary>What is asked of the generator in place of held-out images.</summary>
/// <param name="Wordings">Whose words.</param>
/// <param name="Asked">What the generator is told.</param>
/// <param name="Places">The held-out image of each sample.</param>
/// <param name="Samples">Captions and classes.</param>
internal sealed record AttributeRequest(string Wordings, string Asked, IReadOnlyList<int> Places, Generation.SampleRequest Samples)
{
    /// <summary>One with the captions' known wordings, one with held-out wordings where there are any; one with classes only for a generator without words.</summary>
    /// <exception cref="ConfigException">The generator would be told nothing, the data set's classes are not the model's, or a phrase needs a text encoder that is not at hand.</exception>
    public static IReadOnlyList<AttributeRequest> Of(AttributeOptions options, AttributeData data)
    {
        var (model, images) = (options.Evaluation.Model, data.Images.HeldOut);
        var withoutClass = options.WithoutClass || model.Config.Generator.Classes == 0;
        if (!withoutClass)
        {
            data.Images.RequireClasses(options.Evaluation);
        }

        int[] all = [.. Enumerable.Range(0, images.Count)];
        if (Sampling.Conditions.PhraseVectors.Of(model, options.PhraseEncoder) is not { } words)
        {
            return options.WithoutClass
                ? throw new ConfigException($"Model '{model.Config.Name}' knows classes only; without the class it would be asked for nothing.") { Subject = nameof(options.WithoutClass) }
                : [new AttributeRequest("classes only", "class", all, Request(all, []))];
        }

        string?[] known = [.. all.Select(place => images.CaptionsOf(place) is [var first, ..] ? first : null)], heldOut = [.. all.Select(data.HeldOutWording)];
        AttributeRequest[] requests = [.. new[] { ("known wordings", known), ("held-out wordings", heldOut) }.Where(entry => entry.Item2.Any(caption => caption is not null)).Select(entry => Worded(entry.Item1, entry.Item2))];
        return requests.Length > 0 ? requests : throw new ConfigException($"Data folder {options.Evaluation.DataPath} has no captions, and model '{model.Config.Name}' is asked in words.");

        AttributeRequest Worded(string wordings, string?[] captions)
        {
            int[] places = [.. all.Where(place => captions[place] is not null)];
            foreach (var phrase in options.PhraseEncoder is null ? places.SelectMany(place => Sampling.Conditions.Prompt.PhrasesOf(captions[place]!)).Distinct() : [])
            {
                words.Vector(phrase); // Before anything is computed.
            }

            return new AttributeRequest(wordings, withoutClass ? "words" : "class and words", places, Request(places, [.. places.Select(place => captions[place]!)]));
        }

        Generation.SampleRequest Request(int[] places, IReadOnlyList<string> captions) =>
            new([.. places.Select(place => (int)images.LabelOf(place))], options.Seed) { Captions = captions, WithoutClass = withoutClass };
    }
}
