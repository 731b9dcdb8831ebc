using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>A latent generator: which architecture it is and its sizes. In documents <c>architecture</c> names the kind; without it a generator is a LightningDiT, as in every folder before there were others.</summary>
/// <remarks>A new architecture is a record here, its network in <c>FaeRealtime.Models.Generators</c> and a line in that room's registry.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Discriminator)]
[JsonDerivedType(typeof(LightningDiTConfig))]
[JsonDerivedType(typeof(MMDiTConfig), "mmdit")]
[JsonDerivedType(typeof(StarFlowConfig), "starflow")]
[JsonDerivedType(typeof(TarFlowConfig), "tarflow")]
[JsonDerivedType(typeof(DdtConfig), "ddt")]
public abstract record GeneratorConfig
{
    /// <summary>The member that names the architecture.</summary>
    internal const string Discriminator = "architecture";

    /// <summary>Number of classes; 0 for a generator of words only.</summary>
    [JsonIgnore]
    public virtual int Classes { get => 0; init => _ = value; }

    /// <summary>Words: which text encoder reads them and how training leaves them out; null for a generator that knows classes only.</summary>
    [JsonIgnore]
    public virtual TextConditionConfig? Text { get => null; init => _ = value; }

    /// <summary>Numbers that words are handed over in, <c>[W]</c>, or <c>[L·W + P]</c>: token states, zeros behind the last, and a vector of the whole. 0 without words.</summary>
    [JsonIgnore]
    public virtual int TextNumbers => Text?.Width ?? 0;

    /// <summary>Most tokens L of a text; 0 for one vector, the weighted mean of the phrases' vectors.</summary>
    [JsonIgnore]
    public virtual int TokenCount => 0;

    /// <summary>Share of labels replaced by «no class» in training.</summary>
    [JsonIgnore]
    public virtual double LabelDropout { get => 0; init => _ = value; }

    /// <summary>Which end of time the weights were trained with.</summary>
    [JsonIgnore]
    public virtual TimeDirection Time { get => TimeDirection.NoiseAtOne; init => _ = value; }

    /// <summary>Whether such weights are about in both directions of time.</summary>
    [JsonIgnore]
    public virtual bool HasTimeDirections => false;

    /// <summary>The path between data and noise that the weights were trained on.</summary>
    [JsonIgnore]
    public virtual PathKind Path { get => PathKind.Linear; init => _ = value; }

    /// <summary>What the network answers with.</summary>
    [JsonIgnore]
    public virtual PredictionKind Prediction { get => PredictionKind.Velocity; init => _ = value; }

    /// <summary>Whether it can be asked for nothing in particular, which guidance leads away from.</summary>
    [JsonIgnore]
    public virtual bool HasNullLabel => true;

    /// <summary>Classes and, last, «no class» where there is one.</summary>
    [JsonIgnore]
    public int LabelRows => Classes + (HasNullLabel ? 1 : 0);

    /// <summary>Whether latents come in one pass through an invertible network instead of steps along a velocity: such a generator has no times in between.</summary>
    [JsonIgnore]
    public virtual bool IsFlow => false;

    /// <summary>Checks ranges, divisibility and that the latent grid fits.</summary>
    /// <param name="latent">The latent grid that it works on.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public abstract IReadOnlyList<string> Problems(LatentConfig latent);
}
