using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>TARFlow: a normalizing flow of equal blocks with learned positions and classes.</summary>
public sealed record TarFlowConfig : GeneratorConfig
{
    /// <summary>Token width.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks; every second one reads the tokens backwards.</summary>
    public required int Blocks { get; init; }

    /// <summary>Transformer layers of each block.</summary>
    public required int LayersPerBlock { get; init; }

    /// <summary>Width of an attention head.</summary>
    public int HeadWidth { get; init; } = 64;

    /// <summary>MLP hidden width over token width.</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>Side of a patch.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>Number of classes; 0 for no condition. «No class» is the mean of all of them.</summary>
    public override int Classes { get; init; }

    /// <summary>Blocks scale as well as shift; otherwise they only shift, and volumes stay as they are.</summary>
    public bool Scales { get; init; } = true;

    /// <summary>Standard deviation of the noise on the data in training, which sampling has to take away again.</summary>
    public double Noise { get; init; } = 0.05;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFlow => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems(LatentConfig latent) => this.Validate(latent);
}
