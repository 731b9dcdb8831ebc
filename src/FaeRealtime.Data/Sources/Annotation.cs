namespace FaeRealtime.Data.Sources;

/// <summary>What a list says of one image.</summary>
/// <param name="List">The list, relative to the data set's folder.</param>
/// <param name="File">The image as the list spells it.</param>
internal sealed record Annotation(string List, string File)
{
    /// <summary>The caption, or null.</summary>
    public string? Caption { get; init; }

    /// <summary>The key of its class, or null.</summary>
    public string? Class { get; init; }

    /// <summary>The number of its class where the list gives one.</summary>
    public int? Number { get; init; }

    /// <summary>Whether the class holds against that of the folder: in <c>dataset.json</c> and <c>metadata</c>, whose folders are parts of a set and no classes.</summary>
    public bool Overrides { get; init; }

    /// <summary>What is wrong with the caption, or null.</summary>
    public string? Defect { get; init; }

    /// <summary>Whether there is a caption, readable or not.</summary>
    public bool HasCaption => Caption is not null || Defect is not null;

    /// <summary>Whether there is a label.</summary>
    public bool HasLabel => Class is not null;

    /// <summary>This, with what another list adds or says differently.</summary>
    public Annotation With(Annotation other) => other with
    {
        Caption = other.HasCaption ? other.Caption : Caption,
        Defect = other.HasCaption ? other.Defect : Defect,
        Class = other.Class ?? Class,
        Number = other.HasLabel ? other.Number : Number,
        Overrides = other.HasLabel ? other.Overrides : Overrides,
    };
}
