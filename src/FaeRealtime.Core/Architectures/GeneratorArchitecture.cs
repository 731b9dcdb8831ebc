using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>A latent generator with the grid that its authors trained it on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Config">Sizes and switches.</param>
/// <param name="Latent">The latent grid.</param>
public sealed record GeneratorArchitecture(string Name, string Description, GeneratorConfig Config, LatentConfig Latent) : Architecture(Name, Description);
