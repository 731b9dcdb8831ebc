namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Draws what a face shows: evenly among what its style offers, and nothing by the package's own chance.</summary>
/// <param name="catalogue">Vocabulary and styles.</param>
/// <param name="seed">Equal seeds give equal faces.</param>
internal sealed class FaceDraw(FaceCatalogue catalogue, ulong seed)
{
    private const string HiddenValue = "hidden";

    // The background keeps this OKLab distance to hair and skin where one of so many shades of its word does.
    private const double ClearDistance = 0.12;
    private const int Shades = 16;

    private readonly FaceVocabulary _vocabulary = catalogue.Vocabulary;

    /// <summary>A face. Styles take turns.</summary>
    /// <param name="number">Its number, at least 0.</param>
    public Face Draw(int number)
    {
        var style = catalogue.Styles[number % catalogue.Styles.Count];
        var dice = new FaceDice(seed, number, FaceDice.Purpose.Look);
        var words = _vocabulary.Palettes.ToDictionary(palette => palette.Name, palette => dice.Among(palette.Words));
        var colours = words.ToDictionary(pair => pair.Key, pair => Shade(dice, pair.Value));
        var groups = Choose(style, dice, out var variants);
        var attributes = Attributes(style, groups, words);
        colours[FacePalettes.Background] = Background(dice, words[FacePalettes.Background], Shown(attributes, colours));
        var hex = colours.ToDictionary(pair => pair.Key, pair => pair.Value.ToHex());
        var options = style.Colours.Concat(groups.SelectMany(group => group.Colours)).GroupBy(pair => pair.Key).ToDictionary(option => option.Key, option => Resolve(option.Last().Value, hex));
        return new Face(number, style, attributes, hex, variants, options);
    }

    private static string Resolve(string colour, Dictionary<string, string> hex) => colour.StartsWith('#') ? colour : hex[colour];

    private static OklchColour Shade(FaceDice dice, FacePalette.Word word) =>
        new OklchColour(dice.Within(word.Lightness), dice.Within(word.Chroma), dice.Within(word.Hue)).InGamut();

    private static List<FaceStyle.Group> Choose(FaceStyle style, FaceDice dice, out Dictionary<string, string?> variants)
    {
        var (groups, absent) = (new List<FaceStyle.Group>(), new HashSet<string>(StringComparer.Ordinal));
        variants = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var slot in style.Slots)
        {
            var group = Weighted(slot, dice);
            group = slot.Options.Any(absent.Contains) ? slot.Groups.First(FaceChecks.IsAbsent) : group;
            var parts = FaceChecks.IsAbsent(group) ? [] : dice.Among(group.Variants).Split('+');
            for (var i = 0; i < slot.Options.Count; i++)
            {
                variants[slot.Options[i]] = parts.Length == 0 || parts[i] == FaceStyle.Group.Absent ? null : parts[i];
            }

            absent.UnionWith(group.Without);
            groups.Add(group);
        }

        return groups;
    }

    private static FaceStyle.Group Weighted(FaceStyle.Slot slot, FaceDice dice)
    {
        var left = dice.Next(slot.Groups.Sum(group => group.Weight));
        return slot.Groups.First(group => (left -= group.Weight) < 0);
    }

    private Dictionary<string, string> Attributes(FaceStyle style, List<FaceStyle.Group> groups, Dictionary<string, FacePalette.Word> words)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["style"] = style.Name };
        var drawn = groups.SelectMany(group => group.Is).GroupBy(pair => pair.Key).ToDictionary(attribute => attribute.Key, attribute => attribute.Last().Value);
        foreach (var attribute in _vocabulary.Attributes)
        {
            var name = drawn.GetValueOrDefault(attribute.Name, FaceAttribute.None);
            attributes[attribute.Name] = name;
            foreach (var derived in attribute.Values.SelectMany(value => value.Also.Keys).Distinct())
            {
                attributes[derived] = attribute.Find(name)?.Also.GetValueOrDefault(derived) ?? FaceAttribute.None;
            }
        }

        Hide(attributes);
        foreach (var palette in _vocabulary.Palettes)
        {
            attributes[palette.Attribute] = Shows(style, palette, attributes) ? words[palette.Name].Name : FaceAttribute.None;
        }

        return attributes;
    }

    private void Hide(Dictionary<string, string> attributes)
    {
        foreach (var hidden in _vocabulary.Attributes.SelectMany(attribute => attribute.Find(attributes[attribute.Name])?.Hides ?? []).ToArray())
        {
            attributes[hidden] = HiddenValue;
        }
    }

    private bool Shows(FaceStyle style, FacePalette palette, Dictionary<string, string> attributes)
    {
        var owner = _vocabulary.Attributes.FirstOrDefault(attribute => attribute.Colour == palette.Name);
        return owner is null
            ? palette.Name == FacePalettes.Background || style.Uses(palette.Name)
            : owner.Find(attributes[owner.Name]) is { Uncoloured: false };
    }

    // The colours that lie before the background.
    private IEnumerable<OklchColour> Shown(Dictionary<string, string> attributes, Dictionary<string, OklchColour> colours) => _vocabulary.Palettes
        .Where(palette => palette.Name != FacePalettes.Background && attributes[palette.Attribute] != FaceAttribute.None)
        .Select(palette => colours[palette.Name]);

    private static OklchColour Background(FaceDice dice, FacePalette.Word word, IEnumerable<OklchColour> before)
    {
        OklchColour[] shown = [.. before];
        var (best, distance) = (default(OklchColour), -1.0);
        for (var i = 0; i < Shades && distance < ClearDistance; i++)
        {
            var shade = Shade(dice, word);
            var nearest = shown.Length == 0 ? double.MaxValue : shown.Min(colour => shade.DistanceTo(colour));
            (best, distance) = nearest > distance ? (shade, nearest) : (best, distance);
        }

        return best;
    }
}
