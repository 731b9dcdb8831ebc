using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

public sealed class FaceCaptionsTests
{
    private const int Many = 3000;
    private static readonly FaceCatalogue Catalogue = FaceCatalogue.Load();
    private static readonly FaceVocabulary Vocabulary = Catalogue.Vocabulary;

    [Fact]
    public void Of_WholeCaption_SaysEveryAttributeAndNothingElse()
    {
        var captions = new FaceCaptions(Vocabulary, 1);
        foreach (var face in Faces())
        {
            var phrases = captions.Of(face).Trained[0].Split(", ");
            var expected = Expected(face).ToArray();
            Assert.Equal(expected.Length, phrases.Length);
            Assert.All(phrases.Zip(expected), pair => Assert.Contains(pair.First, pair.Second));
        }
    }

    [Fact]
    public void Of_PartialCaptions_SayPartsOfTheSame()
    {
        var captions = new FaceCaptions(Vocabulary, 1);
        foreach (var face in Faces())
        {
            var (trained, _) = captions.Of(face);
            var allowed = Expected(face).SelectMany(wordings => wordings).ToHashSet();
            Assert.Equal(4, trained.Count);
            Assert.All(trained.Skip(1), caption =>
            {
                Assert.InRange(caption.Split(", ").Length, 2, trained[0].Split(", ").Length);
                Assert.All(caption.Split(", "), phrase => Assert.Contains(phrase, allowed));
            });
        }
    }

    [Fact]
    public void Of_HeldOutWordings_AreInNoTrainedCaption()
    {
        var captions = new FaceCaptions(Vocabulary, 1);
        var both = Faces().Select(captions.Of).ToArray();
        var trained = both.SelectMany(one => one.Trained).SelectMany(caption => caption.Split(", ")).ToHashSet();

        Assert.All(both, one => Assert.All(one.HeldOut[0].Split(", "), phrase => Assert.DoesNotContain(phrase, trained)));

        // The second one differs from trained captions only where a colour is said.
        string[] heldOutColours = [.. Vocabulary.Palettes.SelectMany(palette => palette.Words).SelectMany(word => word.HeldOut).Distinct()];
        Assert.All(both, one => Assert.All(
            one.HeldOut[1].Split(", "), phrase => Assert.True(trained.Contains(phrase) || heldOutColours.Any(colour => phrase.Contains(colour, StringComparison.Ordinal)), phrase)));
        Assert.DoesNotContain(trained, phrase => heldOutColours.Any(colour => phrase.Split(' ').Contains(colour)));
    }

    [Fact]
    public void Of_SameSeed_SameCaptions()
    {
        var face = new FaceDraw(Catalogue, 1).Draw(17);

        Assert.Equal(new FaceCaptions(Vocabulary, 1).Of(face).Trained, new FaceCaptions(Vocabulary, 1).Of(face).Trained);
        Assert.NotEqual(new FaceCaptions(Vocabulary, 1).Of(face).Trained, new FaceCaptions(Vocabulary, 2).Of(face).Trained);
    }

    // Every trained wording of every attribute that is worth a phrase, in the captions' order.
    private static IEnumerable<string[]> Expected(Face face)
    {
        foreach (var part in Vocabulary.CaptionOrder)
        {
            var attribute = Vocabulary.Attributes.FirstOrDefault(one => one.Name == part);
            var palette = Vocabulary.Palettes.FirstOrDefault(one => one.Name == (attribute is null ? part : attribute.Colour));
            var phrases = part == "style" ? face.Style.Phrases
                : attribute is null ? (face.Attributes[palette!.Attribute] == "none" ? [] : palette.Phrases)
                : attribute.Find(face.Attributes[part])?.Phrases ?? [];
            var colours = palette?.Words.FirstOrDefault(word => word.Name == face.Attributes[palette.Attribute])?.Words ?? [""];
            if (phrases.Count > 0)
            {
                yield return [.. phrases.SelectMany(phrase => colours.Select(colour => phrase.Replace("{colour}", colour, StringComparison.Ordinal)))];
            }
        }
    }

    private static IEnumerable<Face> Faces() => Enumerable.Range(0, Many).Select(new FaceDraw(Catalogue, 1).Draw);
}
