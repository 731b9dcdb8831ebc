using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>What a seed's picture shows where nothing is asked for and the model knows words: the caption of one of its samples, of the class that the seed draws. Asked for like the data, a generator paints as well as it can.</summary>
public sealed class DrawnPrompts
{
    // A Philox stream of its own: others draw the noise of latents and the class.
    private const ulong PromptStream = 0x5A3B_0006;

    private readonly string[][] _ofClass;

    private DrawnPrompts(string[][] ofClass) => _ofClass = ofClass;

    /// <summary>The captions of a model's samples.</summary>
    /// <param name="samples">Latents with names; null for none. Borrowed.</param>
    /// <param name="classes">How many classes the generator knows; 0 for words alone.</param>
    /// <param name="words">What reads them; null for a model without words. Borrowed.</param>
    /// <returns>Null where there is none that consists of phrases the model came with.</returns>
    public static DrawnPrompts? Of(SampleLatents? samples, int classes, PhraseVectors? words)
    {
        if (samples is null || words is null)
        {
            return null;
        }

        var known = words.Known.ToHashSet(StringComparer.Ordinal);
        var captions = samples.Names.Select((name, i) => (Class: classes == 0 ? 0 : samples.Labels[i], Prompt: Prompt.OfCaption(name)))
            .Where(one => one.Prompt.Phrases.Count > 0 && one.Prompt.Phrases.All(phrase => known.Contains(phrase.Phrase)))
            .ToLookup(one => one.Class, one => one.Prompt.ToString());
        return captions.Count == 0 ? null : new DrawnPrompts([.. Enumerable.Range(0, Math.Max(1, classes)).Select(index => captions[index].ToArray())]);
    }

    /// <summary>The prompt of a seed: the same in a session and in a still picture.</summary>
    /// <param name="seed">The seed of the picture's noise.</param>
    /// <param name="index">Its class; anything for a generator of words alone.</param>
    /// <returns>Empty for a class without captions.</returns>
    public string Of(ulong seed, int index)
    {
        var captions = _ofClass[_ofClass.Length == 1 ? 0 : index];
        return captions.Length == 0 ? string.Empty : captions[PhiloxNoise.NextInt64(seed, PromptStream, 0, captions.Length)];
    }
}
