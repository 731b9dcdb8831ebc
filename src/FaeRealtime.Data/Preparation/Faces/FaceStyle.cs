using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>A style of drawn faces: a package, its licence, and what its variants show. A file under <c>Assets/styles</c>.</summary>
internal sealed record FaceStyle
{
    /// <summary>Its name, which is its class.</summary>
    public required string Name { get; init; }

    /// <summary>Its package.</summary>
    public required string Package { get; init; }

    /// <summary>The package's exact version.</summary>
    public required string Version { get; init; }

    /// <summary>The archive's digest, as in <see cref="FaceVocabulary.NpmPin"/>.</summary>
    public required string Integrity { get; init; }

    /// <summary>The design's title.</summary>
    public required string Title { get; init; }

    /// <summary>Who designed it.</summary>
    public required string Designer { get; init; }

    /// <summary>Where the design is published.</summary>
    public required string Source { get; init; }

    /// <summary>The design's licence.</summary>
    public required string Licence { get; init; }

    /// <summary>Where the licence stands.</summary>
    public required string LicenceUrl { get; init; }

    /// <summary>Left, top and side of the square that is drawn, in the package's units.</summary>
    public required IReadOnlyList<double> ViewBox { get; init; }

    /// <summary>Wordings of the style.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }

    /// <summary>Wordings that training never sees.</summary>
    public required IReadOnlyList<string> HeldOut { get; init; }

    /// <summary>The package's colour options: a palette's name, or a fixed colour <c>#rrggbb</c>.</summary>
    public required IReadOnlyDictionary<string, string> Colours { get; init; }

    /// <summary>Texts that are replaced in a drawing; <c>{palette}</c> stands for a colour.</summary>
    public IReadOnlyList<Edit> Edits { get; init; } = [];

    /// <summary>SVG that is drawn below the face; <c>{palette}</c> stands for a colour.</summary>
    public string? Underlay { get; init; }

    /// <summary>The package's choices in the order in which they are drawn; later values replace earlier ones.</summary>
    public required IReadOnlyList<Slot> Slots { get; init; }

    /// <summary>The package's exact release.</summary>
    [JsonIgnore]
    public FaceVocabulary.NpmPin Pin => new(Package, Version, Integrity);

    /// <summary>Whether a palette's colour appears in this style.</summary>
    /// <param name="palette">Its name.</param>
    public bool Uses(string palette)
    {
        var placeholder = FacePalettes.Placeholder(palette);
        return Colours.Values.Contains(palette)
            || Slots.Any(slot => slot.Groups.Any(group => group.Colours.Values.Contains(palette)))
            || Edits.Any(edit => edit.To.Contains(placeholder, StringComparison.Ordinal))
            || Underlay?.Contains(placeholder, StringComparison.Ordinal) == true;
    }

    /// <summary>A text and what replaces it.</summary>
    /// <param name="From">As the package writes it.</param>
    /// <param name="To">Its replacement.</param>
    public sealed record Edit(string From, string To);

    /// <summary>Options that are chosen together.</summary>
    /// <param name="Options">The package's option names.</param>
    /// <param name="Groups">Variants that show the same.</param>
    public sealed record Slot(IReadOnlyList<string> Options, IReadOnlyList<Group> Groups);

    /// <summary>Variants that show the same. A group is drawn by weight, then one of its variants.</summary>
    public sealed record Group
    {
        /// <summary>The variant of an option that is not drawn.</summary>
        public const string Absent = "-";

        /// <summary>What it shows.</summary>
        public IReadOnlyDictionary<string, string> Is { get; init; } = new Dictionary<string, string>();

        /// <summary>Variants, joined by <c>+</c> where the slot has several options; none where nothing is drawn.</summary>
        public IReadOnlyList<string> Variants { get; init; } = [];

        /// <summary>How often relative to the slot's other groups.</summary>
        public int Weight { get; init; } = 1;

        /// <summary>Options of later slots that are not drawn beside it.</summary>
        public IReadOnlyList<string> Without { get; init; } = [];

        /// <summary>Colour options that it changes, as in <see cref="FaceStyle.Colours"/>.</summary>
        public IReadOnlyDictionary<string, string> Colours { get; init; } = new Dictionary<string, string>();
    }
}
