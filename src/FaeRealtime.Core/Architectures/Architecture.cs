using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>A named set of sizes and switches: what <c>--arch</c> means.</summary>
/// <param name="Name">Lower case, words joined by hyphens.</param>
/// <param name="Description">One line for a list.</param>
public abstract record Architecture(string Name, string Description);

/// <summary>A frozen image encoder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Config">Sizes and switches; the features are the last block's patch tokens.</param>
public sealed record EncoderArchitecture(string Name, string Description, VisionEncoderConfig Config) : Architecture(Name, Description);

/// <summary>A latent generator with the grid that its authors trained it on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Config">Sizes and switches.</param>
/// <param name="Latent">The latent grid.</param>
public sealed record GeneratorArchitecture(string Name, string Description, GeneratorConfig Config, LatentConfig Latent) : Architecture(Name, Description);

/// <summary>A whole model, before any training: its latent statistics are empty.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Config">All parts.</param>
public sealed record ModelArchitecture(string Name, string Description, ModelConfig Config) : Architecture(Name, Description);
