namespace FaeRealtime.Core.Config;

/// <summary>Phrases as a condition: vectors of a frozen text encoder, their weighted mean through a small MLP, added to the embeddings of time and class. No words are the zero vector.</summary>
public sealed record TextConditionConfig
{
    // At 1 no words would ever be learned.
    private const double MostDropout = 0.99;

    /// <summary>The frozen text encoder that the phrases' vectors come from.</summary>
    public string Encoder { get; init; } = "all-MiniLM-L6-v2";

    /// <summary>Width of a phrase's vector.</summary>
    public int Width { get; init; } = 384;

    /// <summary>Whether phrases' vectors are whitened over the data's captions (<see cref="Folders.PhraseWhitening"/>): a text encoder holds «red hair» near to «red background», and told apart they are learned sooner.</summary>
    public bool Whitened { get; init; }

    /// <summary>Whether a phrase that no caption had is read as a known one, as whitened ones always are: its colours by the known names that look most like them, the rest by what the encoder holds nearest. Right for a model of few words («backdrop in crimson» is a red background), not for one of sentences.</summary>
    public bool Nearest { get; init; }

    /// <summary>Share of pictures that lose all their words in training; what guidance leads away from.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Share of phrases left out one by one in training, so that a few words are enough later.</summary>
    public double PhraseDropout { get; init; } = 0.15;

    /// <summary>Adds what is wrong to a list.</summary>
    internal void Validate(ProblemList check)
    {
        check.Require(Encoder.Length > 0, $"generator.text.encoder is empty; name the text encoder that the words' vectors come from.");
        check.Range("generator.text.width", Width, 1, 65536);
        check.Range("generator.text.dropout", Dropout, 0, MostDropout);
        check.Range("generator.text.phraseDropout", PhraseDropout, 0, MostDropout);
    }
}
