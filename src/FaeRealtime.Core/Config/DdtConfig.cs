using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>RAE's diffusion transformer with a wide, shallow head (Zheng et al. 2025, arXiv:2510.11690): a body reads the latent into a condition for each token, under which the head reads it again.</summary>
public sealed record DdtConfig : GeneratorConfig
{
    /// <summary>The body: width, depth and heads; also whose flags, classes and patches both have.</summary>
    public required LightningDiTConfig Body { get; init; }

    /// <summary>Token width of the head.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Blocks of the head.</summary>
    public required int HeadDepth { get; init; }

    /// <summary>Attention heads of the head's blocks.</summary>
    public required int HeadHeads { get; init; }

    /// <summary>The head's blocks as a generator of their own.</summary>
    [JsonIgnore]
    public LightningDiTConfig Head => Body with { Width = HeadWidth, Depth = HeadDepth, Heads = HeadHeads };

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Classes { get => Body.Classes; init => Body = Body with { Classes = value }; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override double LabelDropout { get => Body.LabelDropout; init => Body = Body with { LabelDropout = value }; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeDirection Time { get => Body.Time; init => Body = Body with { Time = value }; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override PathKind Path { get => Body.Path; init => Body = Body with { Path = value }; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override PredictionKind Prediction { get => Body.Prediction; init => Body = Body with { Prediction = value }; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasNullLabel => Body.HasNullLabel;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems(LatentConfig latent) => [.. Body.Problems(latent), .. Head.Problems(latent)];
}
