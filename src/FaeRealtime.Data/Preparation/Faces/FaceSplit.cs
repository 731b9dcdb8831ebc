namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Says which faces training never sees: those with a held-out pair of attributes, and a share of the others.</summary>
/// <param name="rules">Pairs and share.</param>
/// <param name="seed">Equal seeds give equal splits.</param>
internal sealed class FaceSplit(FaceVocabulary.HeldOutRules rules, ulong seed)
{
    /// <summary>The reason of a face that has a held-out pair.</summary>
    public const string Combination = "combination";

    /// <summary>The reason of a face that is held out by lot.</summary>
    public const string Image = "picture";

    private const int Lots = 10_000;

    /// <summary>Why a face is held out.</summary>
    /// <param name="face">It.</param>
    /// <returns>Null for a face to train on.</returns>
    public string? Reason(Face face)
    {
        if (rules.Combinations.Any(rule => Holds(rule, face.Attributes)))
        {
            return Combination;
        }

        return new FaceDice(seed, face.Number, FaceDice.Purpose.Split).Next(Lots) < rules.Images * Lots ? Image : null;
    }

    private static bool Holds(FaceVocabulary.HeldOutPairs rule, IReadOnlyDictionary<string, string> attributes) =>
        rule.Pairs.Any(pair => attributes[rule.First] == pair[0] && attributes[rule.Second] == pair[1]);
}
