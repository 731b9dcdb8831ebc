using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>A class-conditional LightningDiT (SiT is the same with the flags off).</summary>
public sealed record GeneratorConfig
{
    /// <summary>Token width.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Side of a latent patch.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>MLP hidden width over token width.</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>Number of classes; index <c>Classes</c> is the null label where there is one.</summary>
    public required int Classes { get; init; }

    /// <summary>Share of labels replaced by the null label in training. At 0 there is no null label, in the official table as here, and so no guidance.</summary>
    public double LabelDropout { get; init; } = 0.1;

    /// <summary>Words beside the class; null for a generator that knows classes only.</summary>
    public TextConditionConfig? Text { get; init; }

    /// <summary>RMS or layer norms on q and k before RoPE.</summary>
    public bool QkNorm { get; init; }

    /// <summary>SwiGLU instead of a tanh-GELU MLP.</summary>
    public bool SwiGlu { get; init; } = true;

    /// <summary>Rotary position embedding on q and k.</summary>
    public bool Rope { get; init; } = true;

    /// <summary>RMSNorm with weight instead of LayerNorm without.</summary>
    public bool RmsNorm { get; init; } = true;

    /// <summary>Blocks without adaLN shifts (LightningDiT's <c>wo_shift</c>).</summary>
    public bool WithoutShift { get; init; }

    /// <summary>Twice the output channels, of which the first half is the velocity.</summary>
    public bool LearnSigma { get; init; }

    /// <summary>Which end of time the weights were trained with: ours (the paper's), or LightningDiT's and SiT's opposite.</summary>
    public TimeDirection Time { get; init; } = TimeDirection.NoiseAtOne;

    /// <summary>The path between data and noise that the weights were trained on.</summary>
    public PathKind Path { get; init; } = PathKind.Linear;

    /// <summary>What the network answers with. Noise and score point the same way in both directions of time.</summary>
    public PredictionKind Prediction { get; init; } = PredictionKind.Velocity;

    /// <summary>Whether the label table has a last row for «no class».</summary>
    [JsonIgnore]
    public bool HasNullLabel => LabelDropout > 0;

    /// <summary>Rows of the label table.</summary>
    [JsonIgnore]
    public int LabelRows => Classes + (HasNullLabel ? 1 : 0);

    /// <summary>Hidden width of the feed-forward layers.</summary>
    [JsonIgnore]
    public int HiddenWidth => SwiGlu ? FeedForwardWidth.TwoThirds(Width, MlpRatio) : (int)(Width * MlpRatio);
}

/// <summary>Phrases as a condition: vectors of a frozen text encoder, their weighted mean through a small MLP, added to the embeddings of time and class. No words are the zero vector.</summary>
public sealed record TextConditionConfig
{
    /// <summary>The frozen text encoder that the phrases' vectors come from.</summary>
    public string Encoder { get; init; } = "all-MiniLM-L6-v2";

    /// <summary>Width of a phrase's vector.</summary>
    public int Width { get; init; } = 384;

    /// <summary>Whether phrases' vectors are whitened over the data's captions (<see cref="Folders.PhraseWhitening"/>): a text encoder holds «red hair» near to «red background», and told apart they are learned sooner.</summary>
    public bool Whitened { get; init; }

    /// <summary>Share of pictures that lose all their words in training; what guidance leads away from.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Share of phrases left out one by one in training, so that a few words are enough later.</summary>
    public double PhraseDropout { get; init; } = 0.15;
}

/// <summary>How data and noise are mixed along a flow, x_t = α(t)·data + σ(t)·noise. The formulas are in <c>FaeRealtime.Sampling.Paths</c>.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PathKind>))]
public enum PathKind
{
    /// <summary>α = 1 − t, σ = t: the straight path of the paper, SiT, REPA and LightningDiT.</summary>
    Linear,

    /// <summary>α = cos(πt/2), σ = sin(πt/2): SiT's generalised variance-preserving path, REPA's «cosine».</summary>
    Gvp,

    /// <summary>The variance-preserving diffusion with β from 0.1 to 20, as in SiT.</summary>
    Vp,
}

/// <summary>What a generator network answers with.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PredictionKind>))]
public enum PredictionKind
{
    /// <summary>The velocity dx/dt of the path.</summary>
    Velocity,

    /// <summary>The noise ε in x_t.</summary>
    Noise,

    /// <summary>The score ∇ log p(x_t) = −ε/σ.</summary>
    Score,
}

/// <summary>The time convention a generator's weights were trained in; the rest of the product uses <see cref="NoiseAtOne"/>.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TimeDirection>))]
public enum TimeDirection
{
    /// <summary>t = 1 is noise, velocity ε − x (FAE, REPA).</summary>
    NoiseAtOne,

    /// <summary>t = 1 is data, velocity x − ε (SiT, LightningDiT): used as v(x, t) = −f(x, 1 − t).</summary>
    DataAtOne,
}
