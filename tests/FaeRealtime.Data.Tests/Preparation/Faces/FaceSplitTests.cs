using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

public sealed class FaceSplitTests
{
    private const int Many = 12_000;
    private static readonly FaceCatalogue Catalogue = FaceCatalogue.Load();

    [Fact]
    public void Reason_HeldOutCombination_IsNeverTrainedOn()
    {
        var (trained, heldOut) = Split();

        foreach (var rule in Catalogue.Vocabulary.HeldOut.Combinations)
        {
            foreach (var pair in rule.Pairs)
            {
                Assert.DoesNotContain(trained, face => face.Attributes[rule.First] == pair[0] && face.Attributes[rule.Second] == pair[1]);
                Assert.Contains(heldOut, face => face.Attributes[rule.First] == pair[0] && face.Attributes[rule.Second] == pair[1]);
                Assert.Contains(trained, face => face.Attributes[rule.First] == pair[0]);
                Assert.Contains(trained, face => face.Attributes[rule.Second] == pair[1]);
            }
        }
    }

    [Fact]
    public void Reason_Rest_IsHeldOutByLot()
    {
        var split = new FaceSplit(Catalogue.Vocabulary.HeldOut, 1);
        string?[] reasons = [.. Faces().Select(split.Reason)];

        var rest = reasons.Count(reason => reason != FaceSplit.Combination);

        Assert.InRange(reasons.Count(reason => reason == FaceSplit.Image), 0.014 * rest, 0.026 * rest);
    }

    [Fact]
    public void Rules_NameValuesThatExist()
    {
        var vocabulary = Catalogue.Vocabulary;
        foreach (var rule in vocabulary.HeldOut.Combinations)
        {
            Assert.All(rule.Pairs, pair => Assert.Contains(pair[0], Values(vocabulary, rule.First)));
            Assert.All(rule.Pairs, pair => Assert.Contains(pair[1], Values(vocabulary, rule.Second)));
        }
    }

    private static IEnumerable<string> Values(FaceVocabulary vocabulary, string attribute) =>
        vocabulary.Palettes.FirstOrDefault(palette => palette.Attribute == attribute)?.Words.Select(word => word.Name)
        ?? vocabulary.Attributes.Single(one => one.Name == attribute).Values.Select(value => value.Name);

    private static IEnumerable<Face> Faces() => Enumerable.Range(0, Many).Select(new FaceDraw(Catalogue, 1).Draw);

    private static (Face[] Trained, Face[] HeldOut) Split()
    {
        var split = new FaceSplit(Catalogue.Vocabulary.HeldOut, 1);
        var both = Faces().ToLookup(face => split.Reason(face) is null);
        return ([.. both[true]], [.. both[false]]);
    }
}
