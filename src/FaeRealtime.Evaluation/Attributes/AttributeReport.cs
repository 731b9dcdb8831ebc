namespace FaeRealtime.Evaluation.Attributes;

/// <summary>What <c>fae eval attributes</c> found.</summary>
public sealed record AttributeReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Encoder, blocks and input size that the probe looks at.</summary>
    public required string Space { get; init; }

    /// <summary>Real images that the probes learned from.</summary>
    public required int Train { get; init; }

    /// <summary>Held-out images that were asked for, and that the probes are measured on.</summary>
    public required int HeldOut { get; init; }

    /// <summary>What the generator was told: class and words, words, or class.</summary>
    public required string Asked { get; init; }

    /// <summary>A row an attribute.</summary>
    public required IReadOnlyList<AttributeRow> Attributes { get; init; }

    /// <summary>Attributes of the data set that have no row, and why.</summary>
    public required IReadOnlyList<SkippedRow> Skipped { get; init; }

    /// <summary>A row a set of generated images.</summary>
    public required IReadOnlyList<GeneratedSet> Generated { get; init; }

    /// <summary>What the shares are and are not.</summary>
    public string Meaning { get; init; } =
        "A share is what a linear probe on the frozen ViT reads rightly; its own mistakes on real pictures are in it. named: of the pictures whose value is not the absent one, which captions seldom say.";
}

/// <summary>Images that were generated for captions of held-out images.</summary>
/// <param name="Name">Sampler and wordings.</param>
/// <param name="Sampler">Such as <c>teacher:50@1.5</c>.</param>
/// <param name="Guidance">Scale of the model's main stretch; null for a student.</param>
/// <param name="Wordings">Known wordings, held-out wordings, or classes only.</param>
/// <param name="Count">How many.</param>
/// <param name="WithoutWording">Held-out images that were not asked for, because the data set has no such wording for them.</param>
/// <param name="Seconds">Sampling took; null where stored samples were read.</param>
public sealed record GeneratedSet(string Name, string Sampler, double? Guidance, string Wordings, int Count, int WithoutWording, double? Seconds);

/// <summary>An attribute that is not read.</summary>
/// <param name="Attribute">Its name.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedRow(string Attribute, string Reason);

/// <summary>What is known of an attribute.</summary>
public sealed record AttributeRow
{
    /// <summary>Its name in the data set.</summary>
    public required string Attribute { get; init; }

    /// <summary>How many values it has in training.</summary>
    public required int Values { get; init; }

    /// <summary>Share of the commonest value among the held-out images: what knowing nothing gives.</summary>
    public required double Chance { get; init; }

    /// <summary>Training images, and why some taught nothing.</summary>
    public required AttributeCount Train { get; init; }

    /// <summary>Held-out images, and why some are not judged; the generated ones are asked for in their place, so the same are left out there.</summary>
    public required AttributeCount HeldOut { get; init; }

    /// <summary>The probe on the real held-out images.</summary>
    public required AttributeScore Real { get; init; }

    /// <summary>The probe on the same after the autoencoder and the decoders: what a perfect generator would reach; null where the model has no encoder.</summary>
    public AttributeScore? Restored { get; init; }

    /// <summary>The probe on generated images, in the order of the report's sets.</summary>
    public required IReadOnlyList<AttributeScore> Generated { get; init; }

    /// <summary>The share that generated images shall reach; null for none.</summary>
    public double? Target { get; init; }

    /// <summary>What the numbers say of the target, or of the probe where there is none.</summary>
    public required string Verdict { get; init; }

    /// <summary>Value by value.</summary>
    public required IReadOnlyList<AttributeValue> Each { get; init; }
}

/// <summary>Where every image went: found is used and all that was left out.</summary>
/// <param name="Found">Images.</param>
/// <param name="Used">Of them.</param>
/// <param name="LeftOut">The others.</param>
public sealed record AttributeCount(int Found, int Used, IReadOnlyList<LeftOutImages> LeftOut);

/// <summary>Images that an attribute leaves out.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
public sealed record LeftOutImages(string Reason, int Count);

/// <summary>How many images are read rightly.</summary>
/// <param name="Used">Images.</param>
/// <param name="Right">Of them.</param>
/// <param name="Accuracy">Their share.</param>
/// <param name="Low">Lower end of the share's 95 % interval (Wilson).</param>
/// <param name="High">Upper end.</param>
/// <param name="NamedUsed">Images whose value is not the absent one.</param>
/// <param name="NamedRight">Of them.</param>
public sealed record AttributeScore(int Used, int Right, double Accuracy, double Low, double High, int NamedUsed, int NamedRight)
{
    /// <summary>Share of those whose value is not the absent one; null where there are none.</summary>
    public double? Named => NamedUsed == 0 ? null : NamedRight / (double)NamedUsed;
}

/// <summary>How one value is read.</summary>
/// <param name="Value">It.</param>
/// <param name="Used">Held-out images that have it.</param>
/// <param name="RealRight">Of them, read rightly.</param>
/// <param name="Generated">Of the images generated in their place, how many were judged and read rightly, by set.</param>
public sealed record AttributeValue(string Value, int Used, int RealRight, IReadOnlyList<ValueScore> Generated);

/// <summary>How one value is read in one set.</summary>
/// <param name="Used">Images.</param>
/// <param name="Right">Of them.</param>
/// <param name="Instead">The wrong value that is read most often; null where none is.</param>
public sealed record ValueScore(int Used, int Right, string? Instead);
