using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>What a picture shall show, in phrases with weights, and below 0 what guidance shall lead away from (a negative prompt): <c>red hair:1.5, glasses, hat:-1</c>.</summary>
/// <param name="Phrases">In the order in which they were written; none for no words.</param>
public sealed record Prompt(IReadOnlyList<WeightedPhrase> Phrases)
{
    /// <summary>Phrases that are read of a caption; what follows is left out.</summary>
    public const int MostOfCaption = 32;

    private const int MostPhrases = 64;

    // With room for every weight. What is longer is blanks and commas, which every viewer, preset and picture would carry.
    private const int LongestText = MostPhrases * (PhraseTable.LongestPhrase + 32);

    /// <summary>No words.</summary>
    public static Prompt Empty { get; } = new([]);

    /// <summary>Reads a prompt.</summary>
    /// <param name="text">Phrases divided by commas, each with a weight behind a colon where it is not 1.</param>
    /// <exception cref="ConfigException">A weight is 0 or no number, a phrase or the whole is too long, or there are too many.</exception>
    public static Prompt Parse(string text)
    {
        if (text.Length > LongestText)
        {
            throw new ConfigException($"The prompt has {text.Length} characters; {LongestText} are the most.");
        }

        var phrases = text.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0).Select(Phrase).ToArray();
        return phrases.Length <= MostPhrases
            ? new Prompt(phrases)
            : throw new ConfigException($"The prompt has {phrases.Length} phrases; {MostPhrases} are the most.");
    }

    /// <summary>A phrase as it is compared: lower case, single spaces in place of whatever a prompt cannot hold.</summary>
    /// <param name="phrase">As a person writes it.</param>
    public static string Normalise(string phrase) => string.Join(
        ' ', string.Concat(phrase.ToLowerInvariant().Select(letter => letter == ':' || char.IsControl(letter) ? ' ' : letter)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The phrases of a caption, without weights, the first <see cref="MostOfCaption"/>: what a prompt can ask for, so a long sentence ends with the last word that fits.</summary>
    /// <param name="caption">Phrases divided by commas.</param>
    public static IEnumerable<string> PhrasesOf(string caption) => caption.Split(',').Select(part => Cut(Normalise(part))).Where(phrase => phrase.Length > 0).Take(MostOfCaption);

    /// <summary>A caption as a prompt, each phrase of weight 1.</summary>
    /// <param name="caption">Phrases divided by commas.</param>
    public static Prompt OfCaption(string caption) => new([.. PhrasesOf(caption).Select(phrase => new WeightedPhrase(phrase, 1))]);

    /// <summary>The weight of a phrase; 0 where it is not asked for.</summary>
    /// <param name="phrase">As <see cref="Normalise"/> leaves it.</param>
    public double Of(string phrase) => Phrases.Where(one => one.Phrase == phrase).Sum(one => one.Weight);

    /// <summary>The same with another weight of one phrase, in its place or at the end; 0 takes it out.</summary>
    /// <param name="phrase">As <see cref="Normalise"/> leaves it.</param>
    /// <param name="weight">Any; below 0 leads away.</param>
    public Prompt With(string phrase, double weight)
    {
        var place = Phrases.TakeWhile(one => one.Phrase != phrase).Count();
        WeightedPhrase[] one = weight == 0 ? [] : [new WeightedPhrase(phrase, weight)];
        return new([.. Phrases.Take(place), .. one, .. Phrases.Skip(place).Where(other => other.Phrase != phrase)]);
    }

    /// <summary>Whether guidance shall lead away from any phrase.</summary>
    public bool LeadsAway => Phrases.Any(one => one.Weight < 0);

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(
        ", ", Phrases.Select(one => one.Weight == 1 ? one.Phrase : string.Create(CultureInfo.InvariantCulture, $"{one.Phrase}:{one.Weight}")));

    private static string Cut(string phrase)
    {
        if (phrase.Length <= PhraseTable.LongestPhrase)
        {
            return phrase;
        }

        var end = phrase.LastIndexOf(' ', PhraseTable.LongestPhrase);
        end = end > 0 ? end : char.IsHighSurrogate(phrase[PhraseTable.LongestPhrase - 1]) ? PhraseTable.LongestPhrase - 1 : PhraseTable.LongestPhrase;
        return phrase[..end];
    }

    private static WeightedPhrase Phrase(string part)
    {
        var colon = part.LastIndexOf(':');
        var (text, weight) = (Normalise(colon < 0 ? part : part[..colon]), 1.0);
        if (colon >= 0 && (!double.TryParse(part[(colon + 1)..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out weight) || weight == 0 || !double.IsFinite(weight)))
        {
            throw new ConfigException($"The prompt's '{Shortened.Text(part)}' has no number other than 0 behind its colon; write such as 'red hair:1.5', or 'hat:-1' to lead away from it.");
        }

        return text.Length is > 0 and <= PhraseTable.LongestPhrase
            ? new WeightedPhrase(text, weight)
            : throw new ConfigException($"The prompt's phrase '{Shortened.Text(text)}' has {text.Length} characters; give 1 to {PhraseTable.LongestPhrase}, and commas between phrases.");
    }
}

/// <summary>A phrase and its share in a prompt.</summary>
/// <param name="Phrase">As <see cref="Prompt.Normalise"/> leaves it.</param>
/// <param name="Weight">Above 0; below 0, guidance leads away from the phrase.</param>
public sealed record WeightedPhrase(string Phrase, double Weight);
