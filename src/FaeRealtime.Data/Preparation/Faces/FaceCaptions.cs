namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Says what a face shows: phrases joined by commas.</summary>
/// <param name="vocabulary">Wordings and their order.</param>
/// <param name="seed">Equal seeds give equal captions.</param>
internal sealed class FaceCaptions(FaceVocabulary vocabulary, ulong seed)
{
    /// <summary>What divides phrases.</summary>
    public const string Divider = ", ";

    private const int Partial = 3;
    private const int KeptOfFive = 4;
    private const int LeastPhrases = 2;

    /// <summary>What a caption is made of.</summary>
    private enum Wording
    {
        Trained,
        HeldOutPhrases,
        HeldOutColours,
    }

    /// <summary>A face's captions.</summary>
    /// <param name="face">It.</param>
    /// <returns>
    /// In trained wordings: one with every phrase in order, then three with four of five phrases in any order. In held-out wordings: one of held-out phrases with trained colour words,
    /// one of trained phrases with held-out colour words.
    /// </returns>
    public (IReadOnlyList<string> Trained, IReadOnlyList<string> HeldOut) Of(Face face)
    {
        var dice = new FaceDice(seed, face.Number, FaceDice.Purpose.Words);
        List<string> trained = [string.Join(Divider, Phrases(face, dice, Wording.Trained))];
        for (var i = 0; i < Partial; i++)
        {
            trained.Add(string.Join(Divider, Some(Phrases(face, dice, Wording.Trained), dice)));
        }

        return (trained, [string.Join(Divider, Phrases(face, dice, Wording.HeldOutPhrases)), string.Join(Divider, Phrases(face, dice, Wording.HeldOutColours))]);
    }

    private static List<string> Some(List<string> phrases, FaceDice dice)
    {
        for (var i = phrases.Count - 1; i > 0; i--)
        {
            var j = dice.Next(i + 1);
            (phrases[i], phrases[j]) = (phrases[j], phrases[i]);
        }

        for (var i = phrases.Count - 1; i >= 0 && phrases.Count > LeastPhrases; i--)
        {
            if (dice.Next(KeptOfFive + 1) == KeptOfFive)
            {
                phrases.RemoveAt(i);
            }
        }

        return phrases;
    }

    private List<string> Phrases(Face face, FaceDice dice, Wording wording) => [.. vocabulary.CaptionOrder.Select(part => Phrase(part, face, dice, wording)).OfType<string>()];

    private string? Phrase(string part, Face face, FaceDice dice, Wording wording)
    {
        if (part == "style")
        {
            return dice.Among(wording == Wording.HeldOutPhrases ? face.Style.HeldOut : face.Style.Phrases);
        }

        if (vocabulary.Attributes.FirstOrDefault(attribute => attribute.Name == part) is { } attribute)
        {
            var palette = attribute.Colour is { } colour ? Palette(colour) : null;
            return attribute.Find(face.Attributes[part]) is { Phrases.Count: > 0 } value ? Say(value.Phrases, value.HeldOut, palette, face, dice, wording) : null;
        }

        var own = Palette(part);
        return face.Attributes[own.Attribute] == FaceAttribute.None ? null : Say(own.Phrases, own.HeldOut, own, face, dice, wording);
    }

    private static string Say(IReadOnlyList<string> phrases, IReadOnlyList<string> heldOut, FacePalette? palette, Face face, FaceDice dice, Wording wording)
    {
        var phrase = dice.Among(wording == Wording.HeldOutPhrases ? heldOut : phrases);
        if (palette?.Words.FirstOrDefault(word => word.Name == face.Attributes[palette.Attribute]) is not { } word)
        {
            return phrase;
        }

        return phrase.Replace(FacePalettes.Colour, dice.Among(wording == Wording.HeldOutColours ? word.HeldOut : word.Words), StringComparison.Ordinal);
    }

    private FacePalette Palette(string name) => vocabulary.Palettes.First(palette => palette.Name == name);
}
