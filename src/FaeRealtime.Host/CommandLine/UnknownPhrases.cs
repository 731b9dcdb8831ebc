using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.CommandLine;

/// <summary>Says which of a model's phrases stand for those that it does not know.</summary>
internal static class UnknownPhrases
{
    /// <summary>A line on the error stream for each.</summary>
    /// <param name="words">The model's words; null for none.</param>
    /// <param name="prompts">As they were given.</param>
    public static void Tell(PhraseVectors? words, IReadOnlyList<string> prompts)
    {
        if (words is null)
        {
            return;
        }

        foreach (var phrase in prompts.SelectMany(prompt => Prompt.Parse(prompt).Phrases).Select(one => one.Phrase).Distinct(StringComparer.Ordinal))
        {
            if (words.ReadAs(phrase) is { } known)
            {
                Console.Error.WriteLine($"'{Shortened.Text(phrase)}' is none of the model's phrases; the nearest is '{Shortened.Text(known)}', and it is read as that.");
            }
        }
    }
}
