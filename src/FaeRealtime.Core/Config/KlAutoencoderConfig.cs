namespace FaeRealtime.Core.Config;

/// <summary>Stable Diffusion's convolutional autoencoder with a KL term (Rombach et al. 2022, arXiv:2112.10752), as SD3 has it: no convolutions about the latent.</summary>
public sealed record KlAutoencoderConfig
{
    /// <summary>SD3's and SD3.5's: 16 channels, eight times smaller.</summary>
    public static KlAutoencoderConfig StableDiffusion3 { get; } = new() { Width = 128, WidthFactors = [1, 2, 4, 4], LatentChannels = 16 };

    /// <summary>Channels of the first level, a multiple of 32.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of each level over <see cref="Width"/>; between two levels the picture is halved.</summary>
    public required IReadOnlyList<int> WidthFactors { get; init; }

    /// <summary>Residual blocks of a level of the encoder; the decoder has one more.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>Channels of the latent.</summary>
    public required int LatentChannels { get; init; }

    /// <summary>Channels of the picture.</summary>
    public int PictureChannels { get; init; } = 3;

    /// <summary>Subtracted from a latent for a generator (SD3: 0.0609).</summary>
    public double Shift { get; init; } = 0.0609;

    /// <summary>Then multiplied with it (SD3: 1.5305).</summary>
    public double Scale { get; init; } = 1.5305;
}
